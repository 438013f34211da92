/** The part of d3-flextree that the layout uses; the package brings no types of its own. */
declare module "d3-flextree" {
  export interface FlexNode<Data> {
    data: Data;
    parent: FlexNode<Data> | null;
    x: number;
    y: number;
    each(visit: (node: FlexNode<Data>) => void): this;
  }

  export interface FlexTree<Data> {
    (root: FlexNode<Data>): FlexNode<Data>;
    hierarchy(data: Data): FlexNode<Data>;
  }

  export function flextree<Data>(options: {
    children: (data: Data) => Data[];
    nodeSize: (node: FlexNode<Data>) => [number, number];
    spacing: (one: FlexNode<Data>, other: FlexNode<Data>) => number;
  }): FlexTree<Data>;
}
