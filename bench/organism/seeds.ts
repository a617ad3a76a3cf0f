/** Seeds of the search that the organism is scored with. */
export const searchSeeds = [1, 2, 3];
