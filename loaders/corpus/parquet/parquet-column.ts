import type {ColumnMetaData, FileMetaData, RowGroup, SchemaTree} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {DEFAULT_PARSERS} from "hyparquet/src/convert.js";
import {parquetSchema} from "hyparquet/src/metadata.js";
import {getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath, isListLike} from "hyparquet/src/schema.js";
import {snappyUncompress} from "hyparquet/src/snappy.js";
import type {Levels, StringDecoder, StringSource} from "./parquet-strings.js";
import {StringCache} from "./string-cache.js";

/** A column of strings or of lists of strings. */
export interface StringColumn {
  path: string[];
  levels: Levels;
  schemaPath: SchemaTree[];
}

/** The names of a file's columns, as a table shows them. */
export const columnNames = (metadata: FileMetaData): string[] =>
  parquetSchema(metadata).children.map(({element}) => element.name);

/** The metadata of a column in a row group. */
export function columnOf(group: RowGroup, {path}: StringColumn): ColumnMetaData {
  const found = group.columns.find(({meta_data: meta}) => meta?.path_in_schema.join("\0") === path.join("\0"));
  if (found?.meta_data === undefined) throw new Error("a row group lacks the column");
  return found.meta_data;
}

/**
 * Finds the strings of a column, those of its list, or those of one of the `fields` of the records of its list.
 * Undefined when it holds anything else, or lists of lists.
 */
export function maybeStringLeaf(
  metadata: FileMetaData,
  name: string,
  fields: readonly string[] = []
): StringColumn | undefined {
  const root = parquetSchema(metadata);
  let node = root.children.find(({element}) => element.name === name);
  while (node !== undefined && node.children.length > 0)
    node =
      node.children.length === 1 ? node.children[0] : node.children.find(({element}) => fields.includes(element.name));
  if (node?.element.type !== "BYTE_ARRAY") return undefined;
  const schemaPath = getTreePath(root, node.path);
  const levels = {repetition: getMaxRepetitionLevel(schemaPath), definition: getMaxDefinitionLevel(schemaPath)};
  return levels.repetition > 1 ? undefined : {path: node.path, levels, schemaPath};
}

/** What a column, or a field of one, is made of: fields where it holds records, or lists of them. */
export interface ColumnTree {
  name: string;
  isList: boolean;
  fields: ColumnTree[];
}

/** What a column is made of. A record of lists has fields that are lists. */
export function columnTree(metadata: FileMetaData, name: string): ColumnTree {
  const column = parquetSchema(metadata).children.find(({element}) => element.name === name);
  return column === undefined ? {name, isList: false, fields: []} : treeOf(column);
}

function treeOf(node: SchemaTree): ColumnTree {
  const isList = isListLike(node);
  const value = isList ? (node.children[0]!.children[0] ?? node.children[0]!) : node;
  return {name: node.element.name, isList, fields: value.children.map(treeOf)};
}

/** Whether a column holds records, or lists of them. */
export const holdsRecords = (metadata: FileMetaData, name: string): boolean => recordFields(metadata, name).length > 0;

/** The fields of the records of a column; none when it holds none. */
export const recordFields = (metadata: FileMetaData, name: string): string[] =>
  columnTree(metadata, name).fields.map((field) => field.name);

/** Finds a column; a string says what it holds when that is neither strings nor lists of strings. */
export function findStringColumn(metadata: FileMetaData, name: string): StringColumn | string {
  const root = parquetSchema(metadata);
  let node = root.children.find(({element}) => element.name === name)!;
  while (node.children.length === 1) node = node.children[0]!;
  if (node.children.length > 0) return "a column of records";
  if (node.element.type !== "BYTE_ARRAY") return `a column of ${node.element.type ?? "an unknown type"}`;
  const schemaPath = getTreePath(root, node.path);
  const levels = {repetition: getMaxRepetitionLevel(schemaPath), definition: getMaxDefinitionLevel(schemaPath)};
  return levels.repetition > 1 ? "lists of lists" : {path: node.path, levels, schemaPath};
}

/**
 * Returns what is needed to decode the pages of a column, row group by row group. The cache is for sentences that
 * recur; longer texts are better decoded one by one.
 */
export function decoderOf(
  {path, levels, schemaPath}: StringColumn,
  cache: StringSource = new StringCache()
): (column: ColumnMetaData) => StringDecoder {
  const {element} = schemaPath.at(-1)!;
  const own = {...compressors, SNAPPY: snappyIntoOne()};
  return (column) => ({
    pathInSchema: path,
    element,
    schemaPath,
    parsers: DEFAULT_PARSERS,
    compressors: own,
    ...column,
    levels,
    cache
  });
}

/** Each page overwrites the one before, which is no longer needed: some writers make pages of 100 MB. */
function snappyIntoOne(): (packed: Uint8Array, size: number) => Uint8Array {
  let whole = new Uint8Array(0);
  return (packed, size) => {
    if (whole.length < size) whole = new Uint8Array(size);
    const page = whole.subarray(0, size);
    snappyUncompress(packed, page);
    return page;
  };
}
