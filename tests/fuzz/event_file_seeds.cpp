// Writes small valid event files of different kinds, for the fuzzer to start from.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <zlib.h>

#include "engine/base/failure.hpp"
#include "engine/io/fits_writer.hpp"

namespace {

using engine::FitsKey;

std::vector<FitsKey> standard_keys() {
  return {{"HDUCLAS1", std::string("EVENTS"), ""},
          {"OBS_ID", std::int64_t{7}, ""},
          {"OBJECT", std::string("Crab"), ""},
          {"RA_PNT", 83.6, ""},
          {"DEC_PNT", 22.0, ""},
          {"RADECSYS", std::string("FK5"), ""},
          {"EQUINOX", 2000.0, ""},
          {"MJDREFI", std::int64_t{51910}, ""},
          {"MJDREFF", 0.00074287, ""},
          {"TIMESYS", std::string("TT"), ""},
          {"TIMEUNIT", std::string("s"), ""},
          {"TSTART", 0.0, ""},
          {"TSTOP", 100.0, ""},
          {"DEADC", 0.9, ""}};
}

void write_good_times(engine::FitsWriter& out, std::vector<FitsKey> const& keys) {
  out.table("GTI", {{"START", "1D", "s"}, {"STOP", "1D", "s"}});
  out.column(1, std::vector<double>{0, 50});
  out.column(2, std::vector<double>{40, 100});
  out.key({"HDUCLAS1", std::string("GTI"), ""});
  out.keys(keys);
}

void write_plain(std::string const& path) {
  engine::FitsWriter out = engine::FitsWriter::create(path);
  out.table("EVENTS", {{"EVENT_ID", "1K", ""},
                       {"TIME", "1D", "s"},
                       {"RA", "1E", "deg"},
                       {"DEC", "1E", "deg"},
                       {"ENERGY", "1E", "TeV"}});
  std::vector<double> const values{1, 20, 60};
  for (int column = 1; column <= 5; ++column) out.column(column, values);
  out.keys(standard_keys());
  write_good_times(out, {});
  out.close();
}

/// All TFORM letters, scaling, undefined values, other units, a GTI reference of its own, two event lists.
void write_odd(std::string const& path) {
  engine::FitsWriter out = engine::FitsWriter::create(path);
  for (std::string const name : {"EVENTS", "EVENTS2"}) {
    out.table(name, {{"EVENT_ID", "1J", ""},
                     {"TIME", "1D", "ms"},
                     {"RA", "1D", "rad"},
                     {"DEC", "1I", "arcmin"},
                     {"ENERGY", "1J", "GeV"},
                     {"BYTE", "1B", ""},
                     {"TEXT", "5A", ""},
                     {"VECTOR", "3E", ""},
                     {"BITS", "9X", ""},
                     {"LIST", "1PE(3)", ""},
                     {"WIDE", "1K", ""}});
    for (int const column : {1, 2, 3, 4, 5, 6, 11}) out.column(column, std::vector<double>{1, 2, 3});
    out.keys(standard_keys());
    out.keys({{"TZERO1", 2147483648.0, ""},
              {"TNULL5", std::int64_t{2}, ""},
              {"TSCAL4", 0.5, ""},
              {"TZERO11", 9223372036854775808.0, ""},
              {"TFORM6", std::string("1L"), ""},
              {"TIMESYS", std::string("UTC"), ""},
              {"OBS_ID", std::int64_t{name == "EVENTS" ? 1 : 2}, ""},
              {"DSTYP1", std::string("TIME"), ""},
              {"DSREF1", std::string(":GTI"), ""}});
  }
  write_good_times(out, {{"MJDREF", 51544.5, ""}, {"TIMESYS", std::string("TDB"), ""}});
  out.close();
}

void pack(std::string const& from, std::string const& to) {
  std::ifstream in(from, std::ios::binary);
  std::string const bytes{std::istreambuf_iterator<char>(in), {}};
  gzFile_s* const out = gzopen(to.c_str(), "wb");
  bool const written = out != nullptr && gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size())) > 0;
  if (out == nullptr || gzclose(out) != Z_OK || !written)
    throw engine::Failure(engine::Fault::missing_resource, "cannot write: " + to);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: event_file_seeds DIR\n");
    return 2;
  }
  try {
    std::filesystem::path const folder = arguments[1];
    std::filesystem::create_directories(folder);
    for (std::string const name : {"plain", "odd", "packed"}) std::filesystem::remove(folder / name);
    write_plain((folder / "plain").string());
    write_odd((folder / "odd").string());
    pack((folder / "plain").string(), (folder / "packed").string());
  } catch (std::exception const& trouble) {
    std::fprintf(stderr, "%s\n", trouble.what());
    return 4;
  }
  return 0;
}
