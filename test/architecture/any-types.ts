import { type Expression, type Node, SyntaxKind } from 'typescript/unstable/ast';
import {
  isBindingElement,
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isInterfaceDeclaration,
  isParameterDeclaration,
  isPropertyAccessExpression,
  isThrowStatement,
  isTypeAliasDeclaration,
  isTypeNode,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is';
import { API, type Checker, TypeFlags } from 'typescript/unstable/sync';

/** Nodes whose type is asked for: names of variables and parameters, calls, and what is read from an object. */
function nodesIn(root: Node): Expression[] {
  const found: Expression[] = [];
  const walk = (node: Node): void => {
    if (isTypeNode(node) || isInterfaceDeclaration(node) || isTypeAliasDeclaration(node)) return;
    const declares = isVariableDeclaration(node) || isParameterDeclaration(node) || isBindingElement(node);
    if (declares && node.name !== undefined && isIdentifier(node.name)) found.push(node.name);
    if (isCallExpression(node) || isPropertyAccessExpression(node) || isElementAccessExpression(node))
      found.push(node);
    node.forEachChild(walk);
  };
  root.forEachChild(walk);
  return found;
}

/** The types of many nodes in one request; one by one where the compiler cannot tell them of a tuple, which is no `any`. */
function flagsOf(checker: Checker, nodes: readonly Node[]): (TypeFlags | undefined)[] {
  try {
    return checker.getTypeAtLocation(nodes).map((type) => type?.flags);
  } catch {
    return nodes.map((node) => {
      try {
        return checker.getTypeAtLocation(node)?.flags;
      } catch {
        return undefined;
      }
    });
  }
}

const isAny = (flags: TypeFlags | undefined) => flags !== undefined && (flags & TypeFlags.Any) !== 0;

/** True where an `any` ends at once: thrown, dropped, or given to something that takes it for unknown. */
function isHarmless(checker: Checker, node: Expression): boolean {
  if (isIdentifier(node)) return false;
  if (isThrowStatement(node.parent) || node.parent.kind === SyntaxKind.ExpressionStatement) return true;
  const wanted = checker.getContextualType(node)?.flags ?? 0;
  return (wanted & (TypeFlags.Unknown | TypeFlags.Any)) !== 0;
}

/**
 * Where a value of type `any` comes in, from whatever library, and goes on as anything else: `path:line text`.
 *
 * @param config path of a tsconfig.json
 * @param include which of its files are looked at
 */
export function anyTypes(config: string, include: (path: string) => boolean): string[] {
  const api = new API();
  try {
    const [project] = api.updateSnapshot({ openProject: config }).getProjects();
    if (project === undefined) throw new Error(`no project ${config}`);
    const { program, checker } = project;
    return program
      .getSourceFileNames()
      .filter(include)
      .flatMap((path) => {
        const file = program.getSourceFile(path);
        if (file === undefined) throw new Error(`no source file ${path}`);
        const nodes = nodesIn(file);
        const flags = flagsOf(checker, nodes);
        const found = nodes.filter((node, at) => isAny(flags[at]) && !isHarmless(checker, node));
        return found.map((node) => {
          const line = file.text.slice(0, node.getStart(file)).split('\n').length;
          return `${path}:${line} ${node.getText(file)}`;
        });
      });
  } finally {
    api.close();
  }
}
