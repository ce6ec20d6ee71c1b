#include "catalog/adql/udf.hpp"

namespace catalog::adql {

namespace {

constexpr Kind I = Kind::integer, R = Kind::real, T = Kind::text, D = Kind::timestamp, P = Kind::point,
               G = Kind::region, A = Kind::array;

constexpr Kind one_real[] = {R}, two_texts[] = {T, T}, four_reals[] = {R, R, R, R}, real_array[] = {R, A},
               order_ra_dec[] = {I, R, R}, order_point[] = {I, P}, two_integers[] = {I, I}, one_time[] = {D},
               six_reals[] = {R, R, R, R, R, R}, eight_reals[] = {R, R, R, R, R, R, R, R},
               five_reals[] = {R, R, R, R, R}, system_region[] = {T, T, G}, two_reals[] = {R, R},
               histogram[] = {R, R, R, I}, value_units[] = {R, T, T};

constexpr UdfRow rows[] = {
    {"ivo_apply_pm",
     "ivo_apply_pm(ra DOUBLE PRECISION, dec DOUBLE PRECISION, pmra DOUBLE PRECISION, pmdec DOUBLE PRECISION, "
     "epdiff DOUBLE PRECISION) -> POINT",
     "The position after epdiff Julian years of straight motion; degrees and degrees per year, pmra with "
     "cos(dec).",
     five_reals, P, "adql.epoch_prop_pos({1}, {2}, 0, 3600e3 * {3}, 3600e3 * {4}, 0, 0, {5})", "deg",
     "pos.eq"},
    {"ivo_epoch_prop_pos",
     "ivo_epoch_prop_pos(ra DOUBLE PRECISION, dec DOUBLE PRECISION, parallax DOUBLE PRECISION, pmra DOUBLE "
     "PRECISION, pmdec DOUBLE PRECISION, radial_velocity DOUBLE PRECISION, ref_epoch DOUBLE PRECISION, "
     "out_epoch DOUBLE PRECISION) -> POINT",
     "The position at out_epoch of a star known at ref_epoch: rigorous straight motion in space. Degrees, "
     "mas, mas/yr (pmra with cos(dec)), km/s, Julian years; NULL for an unknown parallax, motion or velocity "
     "counts as 0.",
     eight_reals, P, "adql.epoch_prop_pos({1}, {2}, {3}, {4}, {5}, {6}, {7}, {8})", "deg", "pos.eq"},
    {"ivo_epoch_prop_pos",
     "ivo_epoch_prop_pos(ra DOUBLE PRECISION, dec DOUBLE PRECISION, pmra DOUBLE PRECISION, pmdec DOUBLE "
     "PRECISION, ref_epoch DOUBLE PRECISION, out_epoch DOUBLE PRECISION) -> POINT",
     "The same without parallax and radial velocity.", six_reals, P,
     "adql.epoch_prop_pos({1}, {2}, 0, {3}, {4}, 0, {5}, {6})", "deg", "pos.eq"},
    {"ivo_geom_transform", "ivo_geom_transform(from_sys TEXT, to_sys TEXT, geo GEOMETRY) -> GEOMETRY",
     "The region in another frame: ICRS or GALACTIC.", system_region, G, "adql.geom_transform({1}, {2}, {3})",
     "deg"},
    {"ivo_hashlist_has", "ivo_hashlist_has(hashlist TEXT, item TEXT) -> INTEGER",
     "1 if a list separated by # has the item, without regard to case, else 0.", two_texts, I,
     "adql.ivo_hashlist_has({1}, {2})"},
    {"ivo_hasword", "ivo_hasword(haystack TEXT, needle TEXT) -> INTEGER",
     "1 if all words of the needle occur in the haystack, without regard to case and inflexion (English), "
     "else 0.",
     two_texts, I, "adql.ivo_hasword({1}, {2})"},
    {"ivo_healpix_center", "ivo_healpix_center(hpxOrder INTEGER, hpxIndex BIGINT) -> POINT",
     "The centre of a HEALPix cell (nested scheme, ICRS).", two_integers, P, "adql.healpix_center({1}, {2})",
     "deg", "pos"},
    {"ivo_healpix_index",
     "ivo_healpix_index(hpxOrder INTEGER, ra DOUBLE PRECISION, dec DOUBLE PRECISION) -> BIGINT",
     "The HEALPix cell (nested scheme, ICRS, orders 0 to 29) of a position.", order_ra_dec, I,
     "adql.healpix_index({1}, {2}, {3})", "", "pos.healpix"},
    {"ivo_healpix_index", "ivo_healpix_index(hpxOrder INTEGER, p POINT) -> BIGINT",
     "The HEALPix cell of a point.", order_point, I, "adql.healpix_index({1}, {2})", "", "pos.healpix"},
    {"ivo_histogram", "ivo_histogram(val REAL, lower REAL, upper REAL, nbins INTEGER) -> BIGINT[]",
     "An aggregate: counts of val below lower, in nbins equal bins up to upper, and at or above upper.",
     histogram, A, "adql.ivo_histogram({1}, {2}, {3}, {4})", "", "", true, false},
    {"ivo_interval_has", "ivo_interval_has(val NUMERIC, iv INTERVAL) -> INTEGER",
     "1 if the interval, borders included, has the value, else 0.", real_array, I,
     "adql.ivo_interval_has({1}, {2})"},
    {"ivo_interval_overlaps",
     "ivo_interval_overlaps(l1 NUMERIC, h1 NUMERIC, l2 NUMERIC, h2 NUMERIC) -> INTEGER",
     "1 if [l1, h1] and [l2, h2] have a point in common, else 0.", four_reals, I,
     "adql.ivo_interval_overlaps({1}, {2}, {3}, {4})"},
    {"ivo_nocasematch", "ivo_nocasematch(value TEXT, pattern TEXT) -> INTEGER",
     "1 if the value is LIKE the pattern without regard to case, else 0.", two_texts, I,
     "adql.ivo_nocasematch({1}, {2})"},
    {"ivo_normal_random", "ivo_normal_random(mu REAL, sigma REAL) -> REAL",
     "A random number of the normal distribution.", two_reals, R, "adql.ivo_normal_random({1}, {2})", "", "",
     false, false},
    {"ivo_string_agg", "ivo_string_agg(expression TEXT, delimiter TEXT) -> TEXT",
     "An aggregate: the texts of the group, joined by the delimiter.", two_texts, T, "string_agg({1}, {2})",
     "", "", true, false},
    {"ivo_to_jd", "ivo_to_jd(d TIMESTAMP) -> DOUBLE PRECISION",
     "The Julian date of a timestamp, in its own time scale.", one_time, R, "adql.ivo_to_jd({1})", "d",
     "time"},
    {"ivo_to_mjd", "ivo_to_mjd(d TIMESTAMP) -> DOUBLE PRECISION",
     "The modified Julian date of a timestamp, in its own time scale.", one_time, R, "adql.ivo_to_mjd({1})",
     "d", "time"},
    {"gavo_to_jd", "gavo_to_jd(d TIMESTAMP) -> DOUBLE PRECISION", "The same as ivo_to_jd.", one_time, R,
     "adql.ivo_to_jd({1})", "d", "time"},
    {"gavo_to_mjd", "gavo_to_mjd(d TIMESTAMP) -> DOUBLE PRECISION", "The same as ivo_to_mjd.", one_time, R,
     "adql.ivo_to_mjd({1})", "d", "time"},
    {"gavo_specconv",
     "gavo_specconv(expr DOUBLE PRECISION, expr_unit TEXT, dest_unit TEXT) -> DOUBLE PRECISION",
     "A spectral coordinate in another unit: photon energy, wavelength or frequency. Both units are "
     "literals.",
     value_units, R, ""},
    {"distill_mjd_to_time", "distill_mjd_to_time(mjd DOUBLE PRECISION) -> TIMESTAMP",
     "The timestamp of a modified Julian date, to the microsecond.", one_real, D,
     "adql.mjd_to_timestamp({1})", "", "time"},
};

}  // namespace

std::span<UdfRow const> udf_table() { return rows; }

}  // namespace catalog::adql
