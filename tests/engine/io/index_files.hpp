/// Small index tables of a test's own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace test_support {

struct HduIndexRow {
  std::int64_t id;
  std::string type, hdu_class, dir, name, hdu;
};
void write_hdu_index(std::string const& path, std::vector<HduIndexRow> const& rows);

struct ObsIndexRow {
  std::int64_t id;
  double ra_deg, dec_deg;
  std::string object;
  double tstart_s = 0, tstop_s = 100;
};
enum class TimeKeys { absent, present };
/// With TimeKeys::present, times are TT seconds since MJD 51910 + 64.184 s, as in the event files.
void write_obs_index(std::string const& path, std::vector<ObsIndexRow> const& rows,
                     TimeKeys keys = TimeKeys::absent);

}  // namespace test_support
