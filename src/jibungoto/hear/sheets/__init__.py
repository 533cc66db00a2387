"""Paper that counts like the web: printing a questionnaire, typing filled sheets, reading scans.

What a room offers
: In its `module.py` a room registers a `SheetKind`: `kinds.register(SheetKind(key="surveys.survey",
  …))`. This room prints what the kind's `questionnaire(node)` says, has filled sheets typed or
  read, lets people settle what is doubtful, and only then calls the kind:

  `questionnaire(node) -> Questionnaire`
      What is printed now: items with opaque keys, who asks, until when. Frozen as a `SheetForm`;
      an unchanged questionnaire is printed from the same form again, a changed one from its next
      version. Sheets of an older version stay readable: `take` gets the keys that were printed.
  `take(sheet, answers, actor)`
      Write the room's own rows (channel: paper) for one sheet, inside this room's transaction.
      `answers` maps an item's key to the chosen option keys (a tuple, empty for 無回答 that was
      looked at) or, for numbers and texts, to the words as they were typed. A key that is gone
      (a statement taken down) is skipped by the room. Called once for a sheet; again after
      `withdraw` only. Raises `SheetRefused(sentence)`: then nothing of the sheet is written, and
      a person reads the sentence.
  `withdraw(sheet, actor)`
      Take back what `take` wrote for this sheet.
  `closed(node) -> str`
      Why sheets can't be taken now, as a sentence; "" when they can. Paper comes in after the web
      has closed: a room that counts it until a later day says "" until then.
  `allows(actor, permission, node) -> Decision`
      Who may print, enter, scan, settle; by default whoever holds the permission in one of the
      node's districts (of a node without districts: in the whole city).

  `sheet.pk` and `sheet.public_id` name a sheet for good: a room keeps a foreign key to
  `sheets.Sheet` (PROTECT), unique, so that no sheet counts twice.

What a room calls
: `kinds.print_url(node)` is the page where sheets are printed, typed and scanned (None for a node
  of no kind): the room links there. `selectors.paper_counts(node)` says how many came in.

Items (`kinds.Item`)
: votes on statements: `Item(key, Sort.TABLE, words, options, grid="votes")`, all of one `grid`
  share the head; a matrix question: one TABLE item for each of its rows, `grid` its key,
  `grid_words` its question; choice: LIST with `single=True`; multiple: `single=False`; scale:
  SCALE; number: NUMBER with `digits` and `unit`; short and long text: TEXT with `rows`.
"""
