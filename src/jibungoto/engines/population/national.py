"""The nation's people by sex and age in two censuses, for what no city table tells.

Figures: 国勢調査 2015, 2020 (年齢不詳を除く, e-Stat). Nothing else of the nation belongs here.
"""

import numpy as np

from .ages import Ages, Sexes
from .people import Floats, Population
from .ratios import Ratios, ratios_between

SOURCE = "国勢調査 2015年・2020年（年齢不詳を除く）"

_AGES = Ages.up_to(100)
_COUNTS = {
    2015: (
        (
            2_550_921,
            2_714_591,
            2_868_024,
            3_085_416,
            3_046_392,
            3_255_717,
            3_684_747,
            4_204_202,
            4_914_018,
            4_354_877,
            3_968_311,
            3_729_523,
            4_151_119,
            4_659_662,
            3_582_440,
            2_787_417,
            1_994_326,
            1_056_641,
            333_335,
            63_265,
            8_383,
        ),
        (
            2_436_785,
            2_585_196,
            2_731_293,
            2_922_972,
            2_921_735,
            3_153_895,
            3_606_131,
            4_111_955,
            4_818_200,
            4_307_927,
            3_961_985,
            3_785_723,
            4_303_891,
            4_984_205,
            4_113_371,
            3_489_439,
            2_967_094,
            2_060_616,
            1_015_785,
            296_082,
            53_380,
        ),
    ),
    2020: (
        (
            2_311_189,
            2_606_651,
            2_742_131,
            2_880_029,
            3_017_869,
            3_074_087,
            3_297_031,
            3_696_855,
            4_189_446,
            4_862_990,
            4_277_003,
            3_865_303,
            3_592_903,
            3_910_060,
            4_249_286,
            3_092_860,
            2_196_093,
            1_303_473,
            491_303,
            92_110,
            9_766,
        ),
        (
            2_204_893,
            2_482_442,
            2_608_386,
            2_737_411,
            2_913_437,
            2_957_877,
            3_187_563,
            3_614_712,
            4_101_631,
            4_787_303,
            4_262_848,
            3_902_179,
            3_704_287,
            4_165_208,
            4_762_509,
            3_838_068,
            3_100_635,
            2_366_350,
            1_287_713,
            400_614,
            69_757,
        ),
    ),
}


def nation(year: int, sexes: Sexes, ages: Ages) -> Population:
    """Japan in 2015 or 2020, 5-year classes of known age, with an open class up to 100+.

    Raises KeyError for other years, AgeError for other widths or an open class above 100.
    """
    counts = np.array(_COUNTS[year], dtype=np.float64)[None]
    people = Population.of(
        counts, areas=["japan"], sexes=Sexes.APART, ages=_AGES, year=year, source=SOURCE
    )
    return (people.both() if sexes is Sexes.BOTH else people).collapse(ages)


def national_ratios(sexes: Sexes, ages: Ages) -> Ratios:
    """Cohort change, child–woman ratio and share of boys of Japan 2015→2020, one area."""
    return ratios_between(nation(2015, sexes, ages), nation(2020, sexes, ages))


def survival(sexes: Sexes, ages: Ages) -> Floats:
    """(sex × age) five-year survival into each class, for a closed population without a life table.

    A stand-in: the nation's cohort change 2015→2020, at most 1. Migration across the nation's
    borders is small at most ages; at 15–29, where more came than left, the cap holds it at 1. The
    youngest class, which nobody survives into, is 1. Errors as nation().
    """
    change = national_ratios(sexes, ages).change[0]
    return np.asarray(np.minimum(np.nan_to_num(change, nan=1.0), 1.0))


def male_share(ages: Ages, year: int = 2020) -> Floats:
    """(age,) share of men in the nation, for tables of both sexes together. Errors as nation()."""
    counts = nation(year, Sexes.APART, ages).counts[0]
    return np.asarray(counts[0] / counts.sum(axis=0))
