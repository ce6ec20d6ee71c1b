#include "engine/check/defect.hpp"

#include <utility>

#include "engine/base/expects.hpp"

namespace engine {

std::string_view word_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  EXPECTS(false && "severity out of range");
  return {};
}

Findings Findings::in(std::string hdu) const {
  return {*into_, {place_.file, std::move(hdu), place_.obs_id}};
}

Findings Findings::of_run(std::optional<std::int64_t> obs_id) const {
  return {*into_, {place_.file, place_.hdu, obs_id}};
}

void Findings::add(Defect defect) const {
  defect.file = place_.file;
  defect.hdu = place_.hdu;
  defect.obs_id = place_.obs_id;
  into_->push_back(std::move(defect));
}

void Findings::add_unreadable(std::string const& reason) const {
  add({.severity = Severity::error,
       .code = "unreadable",
       .message = reason,
       .remedy = "copy the file again from its source, or make it anew",
       .clause = "FITS 4.0, section 3"});
}

}  // namespace engine
