#include "engine/io/ogip_names.hpp"

#include <cstdint>

#include "engine/io/product_header.hpp"

namespace engine {

OgipNames ogip_names(std::string_view name) {
  std::string const end = "_obs" + std::string(name) + ".fits";
  return {"pha" + end, "bkg" + end, "arf" + end, "rmf" + end};
}

std::vector<FitsKey> ogip_class_keys(std::vector<std::string> const& classes, std::string const& version) {
  std::vector<FitsKey> keys{{"HDUCLASS", std::string("OGIP"), "class of the format"}};
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (!classes[i].empty())
      keys.push_back({"HDUCLAS" + std::to_string(i + 1), classes[i], "kind of this HDU"});
  keys.push_back({"HDUVERS", version, "version of the format"});
  return keys;
}

std::vector<FitsKey> ogip_origin_keys(ProductSummary const& summary, std::string const& name) {
  auto const text = [&](std::string ObservationHeader::*member) {
    std::string const common = header_text(summary.common(member).value_or(""));
    return common.empty() ? std::string("UNKNOWN") : common;
  };
  return {{"TELESCOP", text(&ObservationHeader::telescope), "telescope of all runs"},
          {"INSTRUME", text(&ObservationHeader::instrument), "instrument of all runs"},
          {"FILTER", std::string("NONE"), "no filter"},
          {"OBS_ID", header_text(name), "observation id"}};
}

void write_ogip_ebounds(FitsWriter& file, EnergyAxis const& axis, ProductSummary const& summary,
                        std::string const& name) {
  std::vector<std::int64_t> channel;
  std::vector<double> min, max;
  for (std::size_t bin = 0; bin < axis.bins(); ++bin) {
    channel.push_back(static_cast<std::int64_t>(bin));
    min.push_back(in_tev(axis.edges()[bin]) * kev_per_tev);
    max.push_back(in_tev(axis.edges()[bin + 1]) * kev_per_tev);
  }
  file.table("EBOUNDS", {{"CHANNEL", "1I", ""}, {"E_MIN", "1D", "keV"}, {"E_MAX", "1D", "keV"}});
  file.keys({{"TLMIN1", std::int64_t{0}, "first channel"},
             {"TLMAX1", static_cast<std::int64_t>(axis.bins()) - 1, "last channel"}});
  file.keys(ogip_class_keys({"RESPONSE", "EBOUNDS"}, "1.2.0"));
  file.keys({{"CHANTYPE", std::string("PI"), "kind of channels"},
             {"DETCHANS", static_cast<std::int64_t>(axis.bins()), "number of channels"}});
  file.keys(ogip_origin_keys(summary, name));
  file.column(1, channel);
  file.column(2, min);
  file.column(3, max);
}

}  // namespace engine
