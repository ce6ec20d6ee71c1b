// ARF and RMF: CAL/GEN/92-002, sections 3 and 4.
#include <algorithm>

#include "engine/base/failure.hpp"
#include "engine/io/ogip_spectrum.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/product_tables.hpp"

namespace engine {

namespace {

constexpr double cm2_per_m2 = 1e4;

void write_true_energies(FitsWriter& file, EnergyAxis const& axis) {
  std::vector<double> low, high;
  for (std::size_t bin = 0; bin < axis.bins(); ++bin) {
    low.push_back(in_tev(axis.edges()[bin]) * kev_per_tev);
    high.push_back(in_tev(axis.edges()[bin + 1]) * kev_per_tev);
  }
  file.column(1, low);
  file.column(2, high);
}

void write_thresholds(FitsWriter& file, SpectrumResponse const& response) {
  if (response.low_threshold)
    file.key({"LO_THRES", in_tev(*response.low_threshold), "[TeV] low end of the safe range"});
  if (response.high_threshold)
    file.key({"HI_THRES", in_tev(*response.high_threshold), "[TeV] high end of the safe range"});
}

/// The channels of one true energy that are not 0, in runs.
struct Groups {
  std::vector<std::int64_t> first, count;
  std::vector<double> values;
};

Groups groups_of(SpectrumResponse const& response, std::size_t true_bin) {
  Groups out;
  for (std::size_t channel = 0; channel < response.energy.bins(); ++channel) {
    // What is 0 as a 32-bit number is 0 in the file.
    auto const value = static_cast<double>(static_cast<float>(response.fraction(true_bin, channel)));
    if (value == 0) continue;
    auto const at = static_cast<std::int64_t>(channel);
    if (out.first.empty() || out.first.back() + out.count.back() != at) {
      out.first.push_back(at);
      out.count.push_back(0);
    }
    out.count.back() += 1;
    out.values.push_back(value);
  }
  return out;
}

void write_groups(FitsWriter& file, SpectrumResponse const& response) {
  std::vector<std::int64_t> groups;
  std::int64_t total_groups = 0, total_values = 0;
  for (std::size_t bin = 0; bin < response.true_energy.bins(); ++bin) {
    Groups const row = groups_of(response, bin);
    auto const at = static_cast<std::int64_t>(bin);
    groups.push_back(static_cast<std::int64_t>(row.first.size()));
    file.cell(4, at, row.first);
    file.cell(5, at, row.count);
    file.cell(6, at, row.values);
    total_groups += groups.back();
    total_values += static_cast<std::int64_t>(row.values.size());
  }
  file.column(3, groups);
  file.key({"NUMGRP", total_groups, "groups in all rows"});
  file.key({"NUMELT", total_values, "values in all rows"});
}

}  // namespace

void write_ogip_arf(std::string const& path, SpectrumResponse const& response, std::string const& name,
                    ProductSummary const& summary, std::string const& prov_json) {
  expect_consistent(response);
  std::vector<double> area_cm2;
  for (double const area : response.area_m2) area_cm2.push_back(area * cm2_per_m2);
  FitsWriter file = FitsWriter::create(path);
  file.empty_primary();
  file.table("SPECRESP", {{"ENERG_LO", "1D", "keV"}, {"ENERG_HI", "1D", "keV"}, {"SPECRESP", "1D", "cm2"}});
  file.keys(ogip_class_keys({"RESPONSE", "SPECRESP"}, "1.1.0"));
  file.key({"ARFVERSN", std::string("1992a"), "version of the format"});
  write_thresholds(file, response);
  write_summary(file, summary, {file_name_of(path), "Effective area", "DL4"});
  file.keys(ogip_origin_keys(summary, name));
  write_true_energies(file, response.true_energy);
  file.column(3, area_cm2);
  write_account(file, summary, prov_json);
  file.close();
}

void write_ogip_rmf(std::string const& path, SpectrumResponse const& response, std::string const& name,
                    ProductSummary const& summary, std::string const& prov_json) {
  expect_consistent(response);
  auto const channels = static_cast<std::int64_t>(response.energy.bins());
  if (channels > 32767)
    throw Failure(Fault::bad_request, "cannot write energy dispersion: " + path + " (" +
                                          std::to_string(channels) +
                                          " channels; the file format holds 32767) - use wider energy bins");
  FitsWriter file = FitsWriter::create(path);
  file.empty_primary();
  file.table("MATRIX", {{"ENERG_LO", "1D", "keV"},
                        {"ENERG_HI", "1D", "keV"},
                        {"N_GRP", "1I", ""},
                        {"F_CHAN", "1PI", ""},
                        {"N_CHAN", "1PI", ""},
                        {"MATRIX", "1PE", ""}});
  file.keys(ogip_class_keys({"RESPONSE", "RSP_MATRIX", "REDIST"}, "1.3.0"));
  file.keys({{"RMFVERSN", std::string("1992a"), "version of the format"},
             {"TLMIN4", std::int64_t{0}, "first channel"},
             {"TLMAX4", channels - 1, "last channel"},
             {"CHANTYPE", std::string("PI"), "kind of channels"},
             {"DETCHANS", channels, "number of channels"},
             {"LO_THRES", 0.0, "values above this are stored"}});
  write_summary(file, summary, {file_name_of(path), "Energy dispersion", "DL4"});
  file.keys(ogip_origin_keys(summary, name));
  write_true_energies(file, response.true_energy);
  write_groups(file, response);
  write_ogip_ebounds(file, response.energy, summary, name);
  write_account(file, summary, prov_json);
  file.close();
}

}  // namespace engine
