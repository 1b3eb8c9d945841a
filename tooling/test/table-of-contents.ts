import { readFileSync } from 'node:fs';
import ts from 'typescript';

export interface TableOfContents {
  /** The exported names, sorted; a name that is only a type reads "type Name". */
  names: string[];
  /** The statements that are no explicit named re-export. */
  logic: string[];
}

export function readTableOfContents(file: string): TableOfContents {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
  const names: string[] = [];
  const logic: string[] = [];
  for (const statement of source.statements) {
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    if (!ts.isExportDeclaration(statement) || clause === undefined || !ts.isNamedExports(clause)) {
      logic.push(statement.getText(source));
      continue;
    }
    for (const element of clause.elements) {
      const isType = statement.isTypeOnly || element.isTypeOnly;
      names.push(isType ? `type ${element.name.text}` : element.name.text);
    }
  }
  return { names: names.sort(), logic };
}
