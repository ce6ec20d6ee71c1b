/// The page for people: the picture, the other forms, and a form to ask for something else.
#pragma once

#include <string>
#include <string_view>

#include "uws/provenance/provsap_request.hpp"

namespace uws::prov {

/// `url`: of ProvSAP. `svg` empty: nothing was asked for yet, or there is a `problem` with drawing it.
std::string provenance_page(std::string const& url, ProvsapRequest const& asked, std::string_view svg,
                            std::string const& problem = {});

}  // namespace uws::prov
