#include "engine/fit/spectrum_statistic.hpp"

#include "engine/base/expects.hpp"
#include "engine/kernels/forward_fold.hpp"
#include "engine/kernels/poisson_statistics.hpp"

namespace engine {

namespace {

OnOffCounts counts_of(SpectrumOnOff const& spectrum, std::size_t channel) {
  return {static_cast<double>(spectrum.on[channel]), static_cast<double>(spectrum.off[channel]),
          spectrum.alpha(channel)};
}

bool lies_within(EnergyAxis const& axis, std::size_t channel, EnergyRange range) {
  double const slack = 1e-6;
  return axis.edges()[channel] >= (1 - slack) * range.min &&
         axis.edges()[channel + 1] <= (1 + slack) * range.max;
}

}  // namespace

SpectrumStatistic::SpectrumStatistic(std::span<FoldedSpectrum const> spectra, EnergyRange energies)
    : spectra_(spectra) {
  for (std::size_t s = 0; s < spectra.size(); ++s) {
    expect_consistent(spectra[s].counts);
    expect_consistent(spectra[s].response);
    EXPECTS(spectra[s].counts.channels() == spectra[s].response.energy.bins());
    for (std::size_t c = 0; c < spectra[s].counts.channels(); ++c)
      if (spectra[s].counts.usable[c] != 0 && lies_within(spectra[s].counts.energy, c, energies))
        channels_.push_back({s, c});
  }
}

std::vector<double> SpectrumStatistic::expected(SpectralModel const& model) const {
  std::vector<double> out, flux, folded;
  std::size_t next = 0;
  for (std::size_t s = 0; s < spectra_.size(); ++s) {
    SpectrumResponse const& response = spectra_[s].response;
    // Runs of one analysis share their axis of true energies: the integrals are done once.
    if (s == 0 || !(response.true_energy == spectra_[s - 1].response.true_energy)) {
      flux.resize(response.true_energy.bins());
      fluxes_in_bins(model, response.true_energy, flux);
    }
    folded.resize(response.energy.bins());
    fold(flux, response, spectra_[s].counts.livetime, folded);
    for (; next < channels_.size() && channels_[next].spectrum == s; ++next)
      out.push_back(folded[channels_[next].channel]);
  }
  return out;
}

double SpectrumStatistic::operator()(SpectralModel const& model) const {
  std::vector<double> const signal = expected(model);
  double sum = 0;
  for (std::size_t i = 0; i < channels_.size(); ++i)
    sum += wstat(counts_of(spectra_[channels_[i].spectrum].counts, channels_[i].channel), signal[i]);
  return sum;
}

double SpectrumStatistic::excess() const {
  double sum = 0;
  for (Channel const& c : channels_) sum += counts_of(spectra_[c.spectrum].counts, c.channel).excess();
  return sum;
}

double SpectrumStatistic::on() const {
  double sum = 0;
  for (Channel const& c : channels_) sum += static_cast<double>(spectra_[c.spectrum].counts.on[c.channel]);
  return sum;
}

double SpectrumStatistic::off() const {
  double sum = 0;
  for (Channel const& c : channels_) sum += static_cast<double>(spectra_[c.spectrum].counts.off[c.channel]);
  return sum;
}

}  // namespace engine
