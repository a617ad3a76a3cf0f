import {Select} from "../ui/controls.js";
import {Element} from "../ui/text.js";
import type {RowOrders} from "./rowOrder.js";

/** A choice of the order of rows. */
export function OrderSelect(orders: RowOrders, choose: (name: string) => void) {
  const names = Object.entries(orders).map(([name, {title}]) => [name, title] as const);
  const select = Select("sort", names, {onChange: choose});
  return {
    element: Element("div", "toolbar", Element("label", "", "order ", select)),
    show: (name: string): void => void (select.value = name)
  };
}
