"""What the company's own data says: reading, mapping, the workspace of tables, findings.

The road of an import: a source gives batches of rows or names a delimited file (`source`); `delimited` or
`text_table` writes one strict text table, or the engine reads a large file `straight`; `looking` counts what
its columns hold; `mapping` proposes which column is which field, or asks; `values` gives the types, in SQL;
`workspace` keeps tables, imports and rows set aside; `importing` is the whole road. `findings` reads the
canonical views.
"""
