"""Advance widths in thousandths of an em: facts read from fonts, numbers only.

The larger one of Noto Sans 2.x and Noto Sans CJK JP 2.x, regular and bold; digits and the space are raised
to cover the families that could not be measured here (Segoe UI, Helvetica Neue, Yu Gothic UI, Hiragino).
"""

from __future__ import annotations

_ASCII_REGULAR = """
280 323 474 646 600 921 732 278 338 338 551 600 278 347 278 392 600 600 600 600 600 600 600 600 600 600
278 278 600 600 600 474 946 639 657 638 730 589 552 728 741 339 535 646 543 907 760 781 633 781 635 596
599 731 621 934 590 570 603 338 392 338 572 559 606 563 618 510 620 564 344 615 618 275 275 552 284
935 618 606 620 620 413 479 377 618 521 802 529 521 475 380 551 380 600
"""

_ASCII_BOLD = """
280 370 574 646 620 963 750 325 378 378 542 620 325 370 325 415 620 620 620 620 620 620 620 620 620 620
325 325 620 620 620 514 1007 692 681 656 732 615 585 724 765 389 568 686 578 943 813 791 667 791 682 624
625 756 650 967 670 626 613 378 415 378 590 567 626 599 644 527 644 597 387 632 650 304 306 620 315 975
650 626 644 644 447 502 434 650 576 863 578 574 511 394 551 394 590
"""

# Character, regular, bold; only what the rules of `advance` (full width, accents) get wrong.
_OTHERS = """
¡ 323 370  ¢ 600 620  £ 600 620  ¤ 600 620  ¥ 600 620  ¦ 551 551  © 832 849  ª 386 403  « 509 614
¬ 600 620  ® 832 832  ° 428 428  ² 411 424  ³ 411 424  µ 628 664  · 561 592  ¹ 411 424  º 407 420
» 509 614  ¼ 873 909  ½ 903 948  ¾ 889 921  ¿ 474 514  Æ 918 952  Ð 730 742  Ø 781 791  Þ 652 690
ß 643 704  æ 877 917  ð 608 630  ø 606 626  þ 620 644  Đ 730 742  đ 620 645  Ħ 741 766  ħ 618 657
ı 275 304  Ł 543 578  ł 284 315  Œ 947 981  œ 946 978  ‑ 347 370  ‒ 600 620  – 536 544  ‘ 278 325
’ 278 325  “ 474 574  ” 474 574  • 376 378  ‹ 310 365  › 310 365  − 600 620  € 600 620  ₩ 670 738
₫ 617 645  ₱ 600 620  ₹ 600 620  ₽ 600 620
"""


def _table(ascii_advances: str, column: int) -> dict[str, int]:
    words = _OTHERS.split()
    others = {words[at]: int(words[at + column]) for at in range(0, len(words), 3)}
    letters = map(chr, range(32, 127))
    return {char: int(word) for char, word in zip(letters, ascii_advances.split(), strict=True)} | others


REGULAR = _table(_ASCII_REGULAR, 1)
BOLD = _table(_ASCII_BOLD, 2)
