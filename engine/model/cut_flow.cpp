#include "engine/model/cut_flow.hpp"

#include <numeric>

namespace engine {

std::string_view word_of(Cut cut) {
  switch (cut) {
    case Cut::gti: return "gti";
    case Cut::time: return "time";
    case Cut::energy: return "energy";
    case Cut::offset: return "offset";
    case Cut::region: return "region";
    case Cut::zenith: return "zenith";
    case Cut::where: return "where";
  }
  return {};
}

CutFlow& CutFlow::operator+=(CutFlow const& other) {
  read += other.read;
  kept += other.kept;
  for (std::size_t i = 0; i < cut_count; ++i) removed[i] += other.removed[i];
  return *this;
}

bool adds_up(CutFlow const& flow) {
  return flow.read == std::accumulate(flow.removed.begin(), flow.removed.end(), flow.kept);
}

}  // namespace engine
