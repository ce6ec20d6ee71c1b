#include "engine/app/input_records.hpp"

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"

using namespace engine;

namespace {

/// A source that only has a header and good times.
class HeaderOnly final : public EventSource {
 public:
  ObservationHeader facts;
  std::optional<GoodTimes> gti;
  ObservationHeader const& header() const override { return facts; }
  GoodTimes const& good_times() const override {
    if (!gti) throw Failure(Fault::bad_data, "no GTI");
    return *gti;
  }
  std::size_t rows() const override { return 0; }
  bool has_column(std::string_view) const override { return false; }
  std::vector<std::string> column_names() const override { return {}; }
  std::string column_unit(std::string_view) const override { return ""; }
  void read(Rows, ColumnSet const&, EventColumns&) override {}
};

PreparedSelection with_gti() {
  PreparedSelection selection;
  selection.gti.emplace();
  return selection;
}

}  // namespace

TEST_CASE("ontime is what a time cut leaves of the good times, and livetime follows the dead time") {
  HeaderOnly source;
  source.gti = GoodTimes({{0, 100}, {200, 300}});
  source.facts.deadc_known = true;
  source.facts.dead_time_fraction = 0.1;
  PreparedSelection selection = with_gti();
  selection.time = MetRange{50, 250};
  InputRecord const record = input_record({}, source, selection);
  CHECK(record.gti == GoodTimes({{50, 100}, {200, 250}}));
  CHECK(record.ontime_s == 100);
  CHECK(record.livetime_s == doctest::Approx(90));
}

TEST_CASE("without DEADC the dead time is what LIVETIME and ONTIME say") {
  HeaderOnly source;
  source.gti = GoodTimes({{0, 100}});
  source.facts.ontime_s = 1000;
  source.facts.livetime_s = 800;
  CHECK(input_record({}, source, with_gti()).livetime_s == doctest::Approx(80));
  source.facts.livetime_s = 2000;  // more than there was: not believed
  CHECK(input_record({}, source, with_gti()).livetime_s == doctest::Approx(100));
}

TEST_CASE("a missing GTI is refused where it is applied, and TSTART to TSTOP where it is ignored") {
  HeaderOnly source;
  source.facts.tstart_s = 10;
  source.facts.tstop_s = 30;
  CHECK_THROWS_AS(input_record({}, source, with_gti()), Failure);
  CHECK(input_record({}, source, {}).ontime_s == 20);
}

TEST_CASE("a record reaches another rank unchanged") {
  InputRecord record;
  record.observation.id = 7;
  record.header.id = 7;
  record.header.object = "Crab";
  record.header.pointing = Direction<Icrs>::at(degrees(83.6), degrees(22));
  record.header.time = {Time::from_mjd_tt(51910.5), TimeScale::utc, 51910, 0.5};
  record.header.livetime_s = 1581.7367;
  record.flow.read = 12;
  record.flow.kept = 10;
  record.flow.removed_by(Cut::gti) = 2;
  record.gti = GoodTimes({{1.25, 2.5}});
  record.ontime_s = 1.25;
  Observation run;
  run.id = 7;
  std::vector<InputRecord> const all = shared_records(Communicator::alone(), {run}, {{0, record}});
  REQUIRE(all.size() == 1);
  CHECK(all[0].header.object == "Crab");
  CHECK(all[0].header.pointing->xyz() == record.header.pointing->xyz());
  CHECK(all[0].header.time.zero == record.header.time.zero);
  CHECK(all[0].header.time.scale == TimeScale::utc);
  CHECK(all[0].header.livetime_s == record.header.livetime_s);
  CHECK_FALSE(all[0].header.tstart_s);
  CHECK(all[0].flow == record.flow);
  CHECK(all[0].gti == record.gti);
}
