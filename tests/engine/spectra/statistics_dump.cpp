/// Reads lines "wstat n_on n_off alpha signal sigmas" and "cash n_on mu_bkg signal sigmas"; answers each.
#include <iostream>
#include <sstream>

#include "engine/kernels/excess.hpp"
#include "tests/engine/spectra/dump.hpp"

namespace dump {

namespace {

using engine::LimitFrom;

void wstat_line(std::istringstream& in) {
  engine::OnOffCounts counts;
  double signal = 0, sigmas = 0;
  in >> counts.on >> counts.off >> counts.alpha >> signal >> sigmas;
  auto const errors = engine::excess_errors(counts, sigmas);
  print("wstat",
        {engine::wstat(counts, signal), engine::profiled(counts, signal).off,
         engine::wstat_goodness_terms(counts), engine::wstat(counts, 0), engine::li_ma_significance(counts),
         errors.down, errors.up, engine::upper_limit(counts, sigmas, LimitFrom::best_fit),
         engine::upper_limit(counts, sigmas, LimitFrom::physical),
         engine::excess_of_significance(counts, sigmas)});
}

void cash_line(std::istringstream& in) {
  engine::KnownBackgroundCounts counts;
  double signal = 0, sigmas = 0;
  in >> counts.on >> counts.background >> signal >> sigmas;
  auto const errors = engine::excess_errors(counts, sigmas);
  double const expected = counts.background + signal;
  print("cash", {engine::cash(counts.on, expected), engine::cash_deviance(counts.on, expected),
                 engine::cash_significance(counts), errors.down, errors.up,
                 engine::upper_limit(counts, sigmas, LimitFrom::best_fit),
                 engine::upper_limit(counts, sigmas, LimitFrom::physical),
                 engine::excess_of_significance(counts, sigmas)});
}

}  // namespace

void statistics() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream in(line);
    std::string kind;
    in >> kind;
    if (kind == "wstat") wstat_line(in);
    if (kind == "cash") cash_line(in);
  }
}

}  // namespace dump
