import {addressOf} from "../ui/address.js";

/** The selection in the address of the page Explore. */
export const selectionAddress = addressOf({where: ""});
