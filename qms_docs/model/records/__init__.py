"""Records: what each type says, in which states it is, and what it needs to reach them; one module a type."""
