/** css-tree in one file: its own modules read JSON beside them, which is not there in a function's bundle. */
declare module "css-tree/dist/csstree.esm" {
  export * from "css-tree";
}
