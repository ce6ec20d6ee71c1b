#include "uws/links/soda_parameters.hpp"

#include <cmath>
#include <limits>

#include "engine/base/text.hpp"

namespace uws {

namespace {

struct SodaWord {
  std::string_view word;
  int status;
  engine::Fault fault;
};

SodaWord word_of(SodaFailure::Kind kind) {
  using engine::Fault;
  switch (kind) {
    case SodaFailure::Kind::usage: return {"UsageFault", 400, Fault::bad_request};
    case SodaFailure::Kind::multi_valued: return {"MultiValuedParamNotSupported", 400, Fault::bad_request};
    case SodaFailure::Kind::not_found: return {"NotFoundFault", 404, Fault::bad_request};
    case SodaFailure::Kind::authorization: return {"AuthorizationFault", 403, Fault::bad_request};
    case SodaFailure::Kind::no_service: return {"ServiceUnavailable", 503, Fault::missing_resource};
    case SodaFailure::Kind::fault: break;
  }
  return {"Fault", 500, Fault::internal};
}

template <class Value>
Value or_usage_fault(std::string_view name, engine::Result<Value, BadValue> parsed) {
  if (parsed) return *parsed;
  throw SodaFailure(SodaFailure::Kind::usage, std::string(name) + ": " + parsed.error().why);
}

using ParseShape = engine::Result<SkyShape, BadValue> (*)(std::string_view);

void add_shapes(http::Parameters const& parameters, std::string_view name, ParseShape parse,
                SodaRequest& request) {
  for (auto const text : parameters.all(name))
    if (!engine::trimmed(text).empty()) request.regions.push_back(or_usage_fault(name, parse(text)));
}

/// Event lists come as FITS alone (DALI 1.1 section 3.4.3: other formats are an error).
std::string response_format(std::string_view text) {
  auto const asked = engine::lower(engine::trimmed(text));
  for (auto const* known : {"", "fits", "application/fits", "image/fits"})
    if (asked == known) return asked;
  throw SodaFailure(SodaFailure::Kind::usage,
                    "RESPONSEFORMAT: '" + std::string(text) + "' is not offered - try application/fits");
}

}  // namespace

SodaFailure::SodaFailure(Kind kind, std::string const& message)
    : Failure(word_of(kind).fault, std::string(word_of(kind).word) + ": " + message),
      status_(word_of(kind).status) {}

Interval energies_of_band(Interval const& wavelengths) {
  constexpr double hc_tev_m = 1.239841984332e-18;  // the value the HEIG note fixes
  constexpr double open = std::numeric_limits<double>::infinity();
  auto const energy = [](double metres) { return metres > 0 ? hc_tev_m / metres : open; };
  return {std::isinf(wavelengths.high) ? 0 : energy(wavelengths.high), energy(wavelengths.low)};
}

SodaRequest soda_request(http::Parameters const& parameters) {
  SodaRequest request;
  for (auto const id : parameters.all("ID"))
    if (!engine::trimmed(id).empty()) request.ids.emplace_back(engine::trimmed(id));
  if (request.ids.empty())
    throw SodaFailure(SodaFailure::Kind::usage, "ID is missing: which dataset is meant?");
  add_shapes(parameters, "POS", position_of, request);
  add_shapes(parameters, "CIRCLE", circle_of, request);
  add_shapes(parameters, "POLYGON", polygon_of, request);
  for (auto const text : parameters.all("BAND")) {
    auto const band = or_usage_fault("BAND", interval_of(text));
    if (band.high <= 0) throw SodaFailure(SodaFailure::Kind::usage, "BAND: wavelengths (m) must be positive");
    request.energies.push_back(energies_of_band(band));
  }
  for (auto const text : parameters.all("TIME"))
    request.times.push_back(or_usage_fault("TIME", interval_of(text)));
  if (parameters.has("POL"))
    throw SodaFailure(SodaFailure::Kind::usage, "POL: gamma-ray event lists have no polarisation");
  request.response_format = response_format(parameters.find("RESPONSEFORMAT").value_or(""));
  request.run_id = parameters.find("RUNID").value_or("");
  return request;
}

}  // namespace uws
