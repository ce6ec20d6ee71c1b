/// What a SODA request asks for (SODA 1.0 section 3.3), on event lists.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/failure.hpp"
#include "uws/http/form.hpp"
#include "uws/links/positions.hpp"

namespace uws {

/// An error of SODA (section 4.2): the text begins with a word that clients go by. To be sent as text/plain.
class SodaFailure : public engine::Failure {
 public:
  enum class Kind {
    usage,          ///< UsageFault (400): a parameter is wrong
    multi_valued,   ///< MultiValuedParamNotSupported (400)
    not_found,      ///< NotFoundFault (404): no such dataset
    authorization,  ///< AuthorizationFault (403)
    no_service,     ///< ServiceUnavailable (503)
    fault           ///< Fault (500)
  };
  SodaFailure(Kind kind, std::string const& message);
  int status() const { return status_; }

 private:
  int status_;
};

struct SodaRequest {
  std::vector<std::string> ids;
  std::vector<SkyShape> regions{};   ///< POS, CIRCLE, POLYGON; their union
  std::vector<Interval> energies{};  ///< TeV, from BAND; their union
  std::vector<Interval> times{};     ///< MJD UTC; their union
  std::string response_format{};
  std::string run_id{};
};

/// Throws SodaFailure for what is not understood, naming the parameter. POL is refused: gamma-ray events have
/// none. A sync request must name one dataset; whether several filters of a kind are possible is for the
/// caller to say.
SodaRequest soda_request(http::Parameters const& parameters);

/// E = hc/lambda: wavelengths in metres to energies in TeV. An open or zero end becomes the other open end.
Interval energies_of_band(Interval const& wavelengths);

}  // namespace uws
