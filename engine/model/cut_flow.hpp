/// Where the events went, cut by cut, in the order of application.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace engine {

/// In the order in which they are applied: cheap ones first, so that later ones see fewer events.
enum class Cut { gti, time, energy, offset, region, zenith, where };
inline constexpr std::size_t cut_count = 7;
inline constexpr std::array<Cut, cut_count> all_cuts{Cut::gti,    Cut::time,   Cut::energy, Cut::offset,
                                                     Cut::region, Cut::zenith, Cut::where};
std::string_view word_of(Cut cut);  ///< "gti", "time", ...

struct CutFlow {
  std::uint64_t read = 0, kept = 0;
  std::array<std::uint64_t, cut_count> removed{};  ///< by Cut; an event is counted at the first cut it fails

  std::uint64_t& removed_by(Cut cut) { return removed[static_cast<std::size_t>(cut)]; }
  std::uint64_t removed_by(Cut cut) const { return removed[static_cast<std::size_t>(cut)]; }
  CutFlow& operator+=(CutFlow const& other);
  friend bool operator==(CutFlow const&, CutFlow const&) = default;
};

bool adds_up(CutFlow const& flow);  ///< read == kept + everything removed

}  // namespace engine
