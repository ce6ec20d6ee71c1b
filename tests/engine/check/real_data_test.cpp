#include <algorithm>
#include <map>

#include <doctest/doctest.h>

#include "engine/check/fold.hpp"
#include "tests/engine/check/dl3_recipe.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace test_support;
using std::string;

namespace {

struct Extent {
  std::size_t runs = 0;
  std::uint64_t count = 0;
  friend bool operator==(Extent const&, Extent const&) = default;
};
std::ostream& operator<<(std::ostream& out, Extent const& e) {
  return out << e.runs << " runs, " << e.count << " in all";
}

/// How far a defect reaches in a set; keyword may be empty for any.
Extent extent(engine::CheckReport const& report, string const& code, string const& keyword = "") {
  Extent out;
  std::vector<std::int64_t> runs;
  for (engine::Defect const& defect : report.defects) {
    if (defect.code != code || (!keyword.empty() && defect.keyword_or_column != keyword)) continue;
    out.count += defect.count;
    if (defect.obs_id && std::find(runs.begin(), runs.end(), *defect.obs_id) == runs.end())
      runs.push_back(*defect.obs_id);
  }
  out.runs = runs.size();
  return out;
}

std::uint64_t in_run(engine::CheckReport const& report, string const& code, std::int64_t obs_id) {
  for (engine::Defect const& defect : report.defects)
    if (defect.code == code && defect.obs_id == obs_id) return defect.count;
  return 0;
}

engine::CheckReport check_real(string const& set) {
  return engine::check_data_set({(real_data() / set).string()}, {});
}

}  // namespace

// The numbers were counted with astropy 5.2 and numpy in a script of a few lines each, independent of this
// program: events outside START <= t < STOP, np.diff(TIME) < 0, ENERGY < LO_THRES, cells < 0.

TEST_CASE("the defects of the H.E.S.S. public test data release are found") {
  if (real_data().empty()) return;
  auto const report = check_real("hess-dl3-dr1");
  CHECK(report.runs == 56);
  CHECK(report.events == 577782);
  CHECK(extent(report, "events-outside-gti") == Extent{48, 177});
  CHECK(in_run(report, "events-outside-gti", 23523) == 1);
  CHECK(in_run(report, "events-outside-gti", 23526) == 3);
  CHECK(in_run(report, "events-outside-gti", 23559) == 2);
  CHECK(in_run(report, "events-outside-gti", 23592) == 6);
  CHECK(in_run(report, "energy-below-threshold", 23523) == 3480);
  CHECK(extent(report, "index-without-obs-mode").count == 1);
  CHECK(extent(report, "frame-fk5").runs == 56);
  CHECK(extent(report, "psf-class-rpsf").runs == 56);
  CHECK(extent(report, "telapse-wrong").runs == 56);
  CHECK(extent(report, "date-not-utc", "DATE-OBS").runs == 56);
  CHECK(extent(report, "axis-of-nodes").runs == 56);
  CHECK(extent(report, "index-hdu-name-case") == Extent{56, 336});
  CHECK(extent(report, "event-id-needs-64-bits") == Extent{56, 577782});
  CHECK(extent(report, "direction-far-from-pointing").runs == 53);
  CHECK(extent(report, "index-size-wrong").count == 336);
  CHECK(in_run(report, "response-negative", 20326) == 2422);
  CHECK(extent(report, "unit-not-fits").count == 0);  // "MeV-1 s-1 sr-1" is as FITS wants it
  CHECK(engine::exit_status(report) == 3);
}

TEST_CASE("the defects of the first CTA data challenge are found") {
  if (real_data().empty()) return;
  auto const report = check_real("cta-1dc");
  CHECK(report.runs == 2);
  CHECK(report.events == 212603);
  for (string const keyword :
       {"HDUCLASS", "HDUDOC", "HDUVERS", "HDUCLAS1", "OBS_MODE", "ORIGIN", "INSTRUME"}) {
    INFO(keyword);
    CHECK(extent(report, "keyword-missing", keyword).runs == 2);
  }
  CHECK(extent(report, "date-with-underscore", "DATE_OBS").runs == 2);
  CHECK(in_run(report, "time-not-sorted", 110380) == 237);
  CHECK(in_run(report, "time-not-sorted", 111140) == 218);
  CHECK(extent(report, "site-longitude-sign").runs == 2);
  CHECK(extent(report, "site-altitude-in-km").runs == 2);
  CHECK(extent(report, "pointing-altaz-filler").runs == 2);
  CHECK(in_run(report, "monte-carlo-keywords", 110380) == 102);
  CHECK(extent(report, "event-id-unsigned").runs == 2);
  CHECK(extent(report, "unit-not-fits", "BGD").count == 1);
  CHECK(extent(report, "index-path-climbs").count == 12);
  CHECK(extent(report, "ra-out-of-range") == Extent{2, 212603});
  CHECK(extent(report, "gti-beyond-run", "TSTOP").runs == 2);
  CHECK(extent(report, "unit-missing", "START").runs == 2);
  CHECK(extent(report, "column-other-name", "ENERG_LO").count == 1);
  CHECK(extent(report, "column-other-name", "BKG").count == 1);
  CHECK(extent(report, "hdu-class-wrong", "HDUCLAS4").count == 4);
  CHECK(extent(report, "events-outside-gti").count == 0);
  CHECK(engine::exit_status(report) == 3);
}

TEST_CASE("the defects of the MAGIC point-like set are found") {
  if (real_data().empty()) return;
  auto const report = check_real("magic-rad-max");
  CHECK(report.runs == 2);
  CHECK(report.events == 22890);
  for (string const keyword : {"MJDREFI", "MJDREFF", "TIMEUNIT", "TIMESYS", "TIMEREF"}) {
    INFO(keyword);
    CHECK(extent(report, "keyword-missing", keyword).count == 1);
  }
  CHECK(extent(report, "index-without-object").count == 1);
  CHECK(extent(report, "timesys-utc").runs == 2);
  CHECK(extent(report, "threshold-missing", "HI_THRES").runs == 2);
  CHECK(in_run(report, "energy-below-threshold", 5029747) == 6291);
  CHECK(in_run(report, "energy-below-threshold", 5029748) == 7192);
  CHECK(extent(report, "response-missing", "psf").runs == 2);
  CHECK(extent(report, "response-missing", "bkg").runs == 2);
  CHECK(extent(report, "rad-max-missing").count == 0);  // the table is there
  CHECK(extent(report, "index-class-wrong", "HDUCLAS2").count == 1);
  CHECK(extent(report, "column-loses-digits", "TSTART").count == 1);
  CHECK(extent(report, "tdim-with-blanks").runs == 2);
}

TEST_CASE("the CTA prod5 responses are sound in their own order of axes") {
  if (real_data().empty()) return;
  CHECK(told(check_real("cta-irf")) == std::vector<string>{"note no-index"});
}
