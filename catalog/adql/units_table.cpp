/// The symbols of VOUnits 1.1 section 2.
#include "catalog/adql/units_table.hpp"

namespace catalog::adql {

namespace {

// m, kg, s, A, K, mol, cd, deg, mag: degrees, because their parts are decimal numbers and those of radians
// are not
constexpr NamedUnit rows[] = {
    {"m", {1, {1}}, true},
    {"g", {1e-3, {0, 1}}, true},
    {"s", {1, {0, 0, 1}}, true},
    {"A", {1, {0, 0, 0, 1}}, true},
    {"K", {1, {0, 0, 0, 0, 1}}, true},
    {"mol", {1, {0, 0, 0, 0, 0, 1}}, true},
    {"cd", {1, {0, 0, 0, 0, 0, 0, 1}}, true},
    {"rad", {57.29577951308232, {0, 0, 0, 0, 0, 0, 0, 1}}, true},
    {"sr", {3282.806350011744, {0, 0, 0, 0, 0, 0, 0, 2}}, true},
    {"mag", {1, {0, 0, 0, 0, 0, 0, 0, 0, 1}}, true},
    {"deg", {1, {0, 0, 0, 0, 0, 0, 0, 1}}, true},
    {"arcmin", {1.0 / 60, {0, 0, 0, 0, 0, 0, 0, 1}}, true},
    {"arcsec", {1.0 / 3600, {0, 0, 0, 0, 0, 0, 0, 1}}, true},
    {"mas", {1.0 / 3600, {0, 0, 0, 0, 0, 0, 0, 1}, -3}, false},
    {"min", {60, {0, 0, 1}}, false},
    {"h", {3600, {0, 0, 1}}, true},
    {"d", {86400, {0, 0, 1}}, true},
    {"a", {31557600, {0, 0, 1}}, true},
    {"yr", {31557600, {0, 0, 1}}, true},
    {"Hz", {1, {0, 0, -1}}, true},
    {"N", {1, {1, 1, -2}}, true},
    {"Pa", {1, {-1, 1, -2}}, true},
    {"bar", {1e5, {-1, 1, -2}}, true},
    {"J", {1, {2, 1, -2}}, true},
    {"W", {1, {2, 1, -3}}, true},
    {"eV", {1.602176634e-19, {2, 1, -2}}, true},
    {"erg", {1e-7, {2, 1, -2}}, true},
    {"Ry", {2.1798723611030e-18, {2, 1, -2}}, true},
    {"C", {1, {0, 0, 1, 1}}, true},
    {"V", {1, {2, 1, -3, -1}}, true},
    {"Ohm", {1, {2, 1, -3, -2}}, true},
    {"S", {1, {-2, -1, 3, 2}}, true},
    {"F", {1, {-2, -1, 4, 2}}, true},
    {"Wb", {1, {2, 1, -2, -1}}, true},
    {"T", {1, {0, 1, -2, -1}}, true},
    {"G", {1e-4, {0, 1, -2, -1}}, true},
    {"H", {1, {2, 1, -2, -2}}, true},
    {"lm", {3282.806350011744, {0, 0, 0, 0, 0, 0, 1, 2}}, true},
    {"lx", {3282.806350011744, {-2, 0, 0, 0, 0, 0, 1, 2}}, true},
    {"Jy", {1e-26, {0, 1, -2}}, true},
    {"AU", {149597870700, {1}}, false},
    {"au", {149597870700, {1}}, false},
    {"pc", {3.0856775814913674e16, {1}}, true},
    {"lyr", {9460730472580800, {1}}, true},
    {"Angstrom", {1e-10, {1}}, false},
    {"angstrom", {1e-10, {1}}, false},
    {"micron", {1e-6, {1}}, false},
    {"R", {1e10 / 41252.96124941928, {-2, 0, -1, 0, 0, 0, 0, -2}}, true},
    {"barn", {1e-28, {2}}, true},
    {"u", {1.6605390666e-27, {0, 1}}, true},
    {"D", {3.3356409519815204e-30, {1, 0, 1, 1}}, true},
    {"solMass", {1.988409870698051e30, {0, 1}}, false},
    {"solLum", {3.828e26, {2, 1, -3}}, false},
    {"solRad", {6.957e8, {1}}, false},
    {"ct", {1, {}}, true},
    {"count", {1, {}}, true},
    {"ph", {1, {}}, true},
    {"photon", {1, {}}, true},
    {"adu", {1, {}}, true},
    {"pix", {1, {}}, true},
    {"pixel", {1, {}}, true},
    {"voxel", {1, {}}, false},
    {"bin", {1, {}}, false},
    {"beam", {1, {}}, false},
    {"chan", {1, {}}, false},
    {"byte", {8, {}}, true},
    {"B", {8, {}}, true},
    {"bit", {1, {}}, true},
    {"dB", {1, {}}, false},
    {"Sun", {1, {}}, false},
    {"%", {0.01, {}}, false},
};

constexpr Prefix prefixes[] = {{"da", 1}, {"d", -1},  {"c", -2},  {"m", -3},  {"u", -6},  {"\xC2\xB5", -6},
                               {"n", -9}, {"p", -12}, {"f", -15}, {"a", -18}, {"z", -21}, {"y", -24},
                               {"h", 2},  {"k", 3},   {"M", 6},   {"G", 9},   {"T", 12},  {"P", 15},
                               {"E", 18}, {"Z", 21},  {"Y", 24}};

}  // namespace

std::span<NamedUnit const> named_units() { return rows; }
std::span<Prefix const> unit_prefixes() { return prefixes; }

}  // namespace catalog::adql
