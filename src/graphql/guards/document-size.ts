import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';

/** How much a document asks for, whatever its values are. */
export interface DocumentSize {
  /** Fields in one another; fragments count as if they were written out. */
  readonly depth: number;
  /** Fields of all operations with fragments written out at every place of use; never less than the fields that the text has. */
  readonly fields: number;
  /** Fields under another name, counted like `fields`. */
  readonly aliases: number;
  /** The most directives that stand at one place. */
  readonly directives: number;
}

type Extent = Pick<DocumentSize, 'depth' | 'fields' | 'aliases'>;

const nothing: Extent = { depth: 0, fields: 0, aliases: 0 };

/** More than any limit: from here on it does not matter, and sums of doubled fragments stay numbers. */
const plenty = 1e9;

const sum = (a: number, b: number): number => Math.min(a + b, plenty);

const beside = (a: Extent, b: Extent): Extent => ({
  depth: Math.max(a.depth, b.depth),
  fields: sum(a.fields, b.fields),
  aliases: sum(a.aliases, b.aliases),
});

/** Measures a document that may be invalid in every other respect. Its own cost is linear in the text: every fragment is walked once. */
export const documentSize = ({ definitions }: DocumentNode): DocumentSize => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);

  const extents = new Map<string, Extent>();
  let written: Extent = nothing;
  let directives = 0;
  const see = (node: { readonly directives?: readonly unknown[] | undefined }): void => {
    directives = Math.max(directives, node.directives?.length ?? 0);
  };

  const ofFragment = (name: string): Extent => {
    const known = extents.get(name);
    if (known !== undefined) return known;
    // A fragment inside itself is refused by validation; here it must only come to an end.
    extents.set(name, nothing);
    const fragment = fragments.get(name);
    const extent = fragment === undefined ? nothing : ofSelections(fragment.selectionSet);
    extents.set(name, extent);
    return extent;
  };

  const ofSelections = ({ selections }: SelectionSetNode): Extent => {
    let total = nothing;
    for (const selection of selections) {
      see(selection);
      switch (selection.kind) {
        case Kind.FIELD: {
          const { depth, fields, aliases } =
            selection.selectionSet === undefined ? nothing : ofSelections(selection.selectionSet);
          const alias = selection.alias === undefined ? 0 : 1;
          written = { ...written, fields: written.fields + 1, aliases: written.aliases + alias };
          total = beside(total, { depth: depth + 1, fields: sum(fields, 1), aliases: sum(aliases, alias) });
          break;
        }
        case Kind.INLINE_FRAGMENT:
          total = beside(total, ofSelections(selection.selectionSet));
          break;
        case Kind.FRAGMENT_SPREAD:
          total = beside(total, ofFragment(selection.name.value));
          break;
      }
    }
    return total;
  };

  let total = nothing;
  for (const definition of definitions) {
    see(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      // Validation reads fragments that nobody uses, too.
      total = { ...total, depth: Math.max(total.depth, ofFragment(definition.name.value).depth) };
    } else if (definition.kind === Kind.OPERATION_DEFINITION) {
      definition.variableDefinitions?.forEach(see);
      total = beside(total, ofSelections(definition.selectionSet));
    }
  }
  return {
    depth: total.depth,
    fields: Math.max(total.fields, written.fields),
    aliases: Math.max(total.aliases, written.aliases),
    directives,
  };
};
