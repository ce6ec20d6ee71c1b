/// Reads a set of OGIP files and writes it again.
#include "engine/io/ogip_reader.hpp"
#include "engine/io/ogip_spectrum.hpp"
#include "tests/engine/products/sample_products.hpp"
#include "tests/engine/spectra/dump.hpp"

namespace dump {

/// pha=file out=folder [name=... runs=1|2]
void ogip(Words const& words) {
  engine::FoldedSpectrum spectrum = engine::read_ogip_spectrum(option(words, "pha", ""));
  if (std::string const name = option(words, "name", ""); !name.empty()) spectrum.counts.name = name;
  engine::ProductSummary summary = test_support::sample_summary();
  if (option(words, "runs", "1") == "1") summary.inputs.resize(1);
  engine::OgipNames const names = engine::ogip_names(spectrum.counts.name);
  std::string const folder = option(words, "out", ".") + "/", record = "{\"prefix\": {}}";
  spectrum.response.low_threshold = engine::tev(0.5);
  engine::write_ogip_pha(folder + names.pha, spectrum.counts, names, summary, record);
  engine::write_ogip_bkg(folder + names.bkg, spectrum.counts, names, summary, record);
  engine::write_ogip_arf(folder + names.arf, spectrum.response, spectrum.counts.name, summary, record);
  engine::write_ogip_rmf(folder + names.rmf, spectrum.response, spectrum.counts.name, summary, record);
}

}  // namespace dump
