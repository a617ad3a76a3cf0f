import type {AttributePool} from "./attribute-pool.js";
export async function readAttributePool(_path: string): Promise<AttributePool> {
  throw new Error("stub");
}
