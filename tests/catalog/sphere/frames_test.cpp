/// Galactic coordinates and epochs against ERFA.
#include <cmath>

#include <doctest/doctest.h>
#include <erfa.h>
#include <erfam.h>

#include "independent_sphere.hpp"
#include "sphere_database.hpp"

using namespace sphere_tests;

TEST_CASE("Galactic coordinates are those of ERFA, both ways") {
  std::mt19937 random(11);
  for (int i = 0; i < 100; ++i) {
    Place const p = random_place(random);
    double l = 0, b = 0;
    eraIcrs2g(p.ra * ERFA_DD2R, p.dec * ERFA_DD2R, &l, &b);
    Numbers const galactic =
        ask_numbers("adql.geom_transform('ICRS', 'Galactic', $1::float8[])", {{p.ra, p.dec}});
    CHECK(separation(galactic[0], galactic[1], l * ERFA_DR2D, b * ERFA_DR2D) < 1e-12);
    Numbers const back = ask_numbers("adql.geom_transform('GALACTIC', 'ICRS', $1::float8[])", {galactic});
    CHECK(separation(back[0], back[1], p.ra, p.dec) < 1e-12);
  }
  CHECK(ask_numbers("adql.geom_transform('ICRS', 'GALACTIC', '{83.633,22.0145,2}')")[2] == 2);
  CHECK(ask_numbers("adql.geom_transform('ICRS', 'GALACTIC', '{1,2,3,4,5,0}')").size() == 6);
  CHECK(ask_failure("adql.geom_transform('ICRS', 'FK4', '{1,2}')").find("ICRS and GALACTIC") !=
        std::string::npos);
}

TEST_CASE("epochs are propagated as ERFA does, but for light travel") {
  struct Star {
    double ra, dec, parallax, pmra, pmdec, rv;
  };
  // Barnard's star (fast, near), and slower ones at odd places.
  Star const stars[] = {{269.4520769586187, 4.6933649665767, 546.9759, -801.551, 10362.394, -110.51},
                        {10.68, 89.2, 12.5, 45.0, -11.0, 20.0},
                        {0.0001, -45.0, 100.0, -3000.0, 500.0, 200.0}};
  for (Star const& s : stars) {
    double const arc = ERFA_DAS2R / 1000, cos_dec = std::cos(s.dec * ERFA_DD2R);
    double ra2, dec2, pmr2, pmd2, px2, rv2;
    eraPmsafe(s.ra * ERFA_DD2R, s.dec * ERFA_DD2R, s.pmra * arc / cos_dec, s.pmdec * arc, s.parallax / 1000,
              s.rv, ERFA_DJ00, 0, ERFA_DJ00, 100 * ERFA_DJY, &ra2, &dec2, &pmr2, &pmd2, &px2, &rv2);
    Numbers const moved =
        ask_numbers("adql.epoch_prop(" + std::to_string(s.ra) + "+0, " + std::to_string(s.dec) + ", " +
                    std::to_string(s.parallax) + ", " + std::to_string(s.pmra) + ", " +
                    std::to_string(s.pmdec) + ", " + std::to_string(s.rv) + ", 2000, 2100)");
    REQUIRE(moved.size() == 6);
    // Relativity (v/c = 1e-3 of the motion) and 6 digits of the texts are what is left.
    double const motion = std::hypot(s.pmra, s.pmdec) * 100 / 3600e3;
    CHECK(separation(moved[0], moved[1], ra2 * ERFA_DR2D, dec2 * ERFA_DR2D) < 2e-3 * motion + 1e-6);
    CHECK(moved[2] == doctest::Approx(1000 * px2).epsilon(1e-3));
    CHECK(moved[3] == doctest::Approx(pmr2 * std::cos(dec2) / arc).epsilon(5e-3));
    CHECK(moved[4] == doctest::Approx(pmd2 / arc).epsilon(5e-3));
    CHECK(moved[5] == doctest::Approx(rv2).epsilon(1e-2));
  }
}

TEST_CASE("motion forth and back ends where it began; unknown motions count as none") {
  Numbers const there =
      ask_numbers("adql.epoch_prop(269.452, 4.693, 546.9759, -801.551, 10362.394, -110.51, 2000, 2500)");
  Numbers const back = ask_numbers(
      "adql.epoch_prop(x[1], x[2], x[3], x[4], x[5], x[6], 2500, 2000) FROM (SELECT $1::float8[] AS x) t",
      {there});
  CHECK(separation(back[0], back[1], 269.452, 4.693) < 1e-12);
  CHECK(back[2] == doctest::Approx(546.9759).epsilon(1e-12));
  CHECK(back[3] == doctest::Approx(-801.551).epsilon(1e-10));
  CHECK(back[4] == doctest::Approx(10362.394).epsilon(1e-10));
  CHECK(back[5] == doctest::Approx(-110.51).epsilon(1e-10));
  Numbers const still = ask_numbers("adql.epoch_prop_pos(10, 20, NULL, NULL, NULL, NULL, 2000, 2100)");
  CHECK(separation(still[0], still[1], 10, 20) < 1e-12);
  CHECK_FALSE(ask("adql.epoch_prop_pos(NULL, 20, 0, 0, 0, 0, 2000, 2100)").has_value());
}
