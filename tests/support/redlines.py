"""A text before and after a change of everything: words, lists, tables, code, a notice, a picture, and what moved."""

from __future__ import annotations

__all__ = ["AFTER", "BEFORE", "DRAWING"]

BEFORE = """\
## Purpose

Two offers are asked for. See [[SOP-009]] and *always* ask.

1. Ask for offers.
2. Sign the order.
3. File the order.

| Amount | Who signs |
|---|---|
| up to 10,000 | requester |
| above | managing director |

!!! note
    Never order by telephone.

Suppliers are evaluated once a year by the buyer.

```yaml
copies: 2
```

![Flow of a purchase](flow.svg)
"""
AFTER = """\
## Purpose

Suppliers are evaluated twice a year by the buyer.

Three offers are asked for. See [[SOP-009]] and **always** ask.

1. Sign the order.
2. File the order.
3. Ask for offers.

| Amount | Currency | Who signs |
|---|---|---|
| up to 10,000 | NOK | requester |
| up to 50,000 | NOK | head of finance |

!!! warning
    Never order by telephone.

```yaml
copies: 3
```

![Flow of a purchase](flow.svg)
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><rect width="{}" height="40"/></svg>'
