"""The programme's own facts, as typed data, and the loader that writes them once.

Each module holds one noun. A fact names other records by their handle (an organisation by its name, a board by its
short name) and says where it comes from in `source`; what is made up says `illustrative` and claims no source.
`docs/domain.md` says what the words mean and what is not known.
"""
