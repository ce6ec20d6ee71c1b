#include "engine/io/ogip_spectrum.hpp"

#include <algorithm>
#include <limits>

#include "engine/base/failure.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/product_tables.hpp"

namespace engine {

namespace {

enum class Side { on, off };

std::vector<std::int64_t> as_integers(std::vector<std::uint64_t> const& counts, std::string const& path) {
  auto const greatest = std::uint64_t{std::numeric_limits<std::int32_t>::max()};
  if (std::any_of(counts.begin(), counts.end(), [&](std::uint64_t n) { return n > greatest; }))
    throw Failure(Fault::bad_request,
                  "cannot write spectrum: " + path +
                      " (a channel has more than 2^31 - 1 counts, the most of OGIP) - use "
                      "narrower energy bins");
  return {counts.begin(), counts.end()};
}

std::vector<FitsKey> channel_keys(SpectrumOnOff const& spectrum, OgipNames const& names, Side side) {
  auto const last = static_cast<std::int64_t>(spectrum.channels()) - 1;
  std::string const none = "none";
  return {{"TLMIN1", std::int64_t{0}, "first channel"},
          {"TLMAX1", last, "last channel"},
          {"PHAVERSN", std::string("1992a"), "version of the format"},
          {"EXPOSURE", in_seconds(spectrum.livetime), "[s] livetime"},
          {"AREASCAL", 1.0, "scale of the area"},
          {"CORRFILE", none, "no correction"},
          {"CORRSCAL", 1.0, "scale of the correction"},
          // The background names no background of its own: XSPEC would subtract it.
          {"BACKFILE", side == Side::on ? names.bkg : none, "background spectrum"},
          {"RESPFILE", names.rmf, "energy dispersion"},
          {"ANCRFILE", names.arf, "effective area"},
          {"POISSERR", true, "errors are those of counts"},
          {"GROUPING", std::int64_t{0}, "channels are not grouped"},
          {"SYS_ERR", 0.0, "no systematic error"},
          {"CHANTYPE", std::string("PI"), "kind of channels"},
          {"DETCHANS", last + 1, "number of channels"}};
}

void write_side(std::string const& path, SpectrumOnOff const& spectrum, OgipNames const& names,
                ProductSummary const& summary, std::string const& prov_json, Side side) {
  expect_consistent(spectrum);
  bool const on = side == Side::on;
  std::vector<std::int64_t> channel, quality;
  for (std::size_t i = 0; i < spectrum.channels(); ++i) {
    channel.push_back(static_cast<std::int64_t>(i));
    quality.push_back(spectrum.usable[i] != 0 ? 0 : 1);
  }
  std::vector<std::int64_t> const counts = as_integers(on ? spectrum.on : spectrum.off, path);
  FitsWriter file = FitsWriter::create(path);
  file.empty_primary();
  file.table(
      "SPECTRUM",
      {{"CHANNEL", "1I", ""}, {"COUNTS", "1J", "count"}, {"QUALITY", "1I", ""}, {"BACKSCAL", "1D", ""}});
  file.keys(ogip_class_keys({"SPECTRUM", on ? "TOTAL" : "BKG", "COUNT", "TYPE:I"}, "1.2.1"));
  file.keys(channel_keys(spectrum, names, side));
  write_summary(file, summary,
                {file_name_of(path), on ? "Counts in the ON region" : "Counts in the OFF regions", "DL4"});
  file.keys(ogip_origin_keys(summary, spectrum.name));
  file.column(1, channel);
  file.column(2, counts);
  file.column(3, quality);
  file.column(4, on ? spectrum.on_acceptance : spectrum.off_acceptance);
  write_ogip_ebounds(file, spectrum.energy, summary, spectrum.name);
  write_account(file, summary, prov_json);
  file.close();
}

}  // namespace

void write_ogip_pha(std::string const& path, SpectrumOnOff const& spectrum, OgipNames const& names,
                    ProductSummary const& summary, std::string const& prov_json) {
  write_side(path, spectrum, names, summary, prov_json, Side::on);
}

void write_ogip_bkg(std::string const& path, SpectrumOnOff const& spectrum, OgipNames const& names,
                    ProductSummary const& summary, std::string const& prov_json) {
  write_side(path, spectrum, names, summary, prov_json, Side::off);
}

}  // namespace engine
