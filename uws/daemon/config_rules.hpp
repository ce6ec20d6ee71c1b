/// Which values of a setting make sense, beyond being of its type.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "uws/daemon/config_values.hpp"

namespace uws::rules {

/// Each returns a phrase that follows the key, or nothing.
Trouble positive(std::uint64_t value);
Trouble positive(Bytes value);
Trouble positive(std::chrono::seconds value);
Trouble url_or_none(std::string const& value);  ///< "http(s)://host[:port][/path]" without query
Trouble url_prefix(std::string const& value);   ///< "/a/b" without slash at the end, or nothing
Trouble numeric_address(std::string const& value);
Trouble networks(std::vector<std::string> const& values);
Trouble origins(std::vector<std::string> const& values);  ///< "https://host[:port]"
Trouble hosts(std::vector<std::string> const& values);
Trouble folders(std::vector<std::string> const& values);
Trouble authority(std::string const& value);                   ///< IVOA Identifiers 2.0 section 2.3.1
Trouble url_with_query_or_none(std::string const& value);      ///< of another service, with all that it needs
Trouble header_name(std::string const& value);                 ///< RFC 9110 section 5.1, or nothing
Trouble shared_secret(std::string const& value);               ///< long enough, or nothing
Trouble anonymous_use(std::string const& value);               ///< all, read or none
Trouble group_roles(std::vector<std::string> const& values);   ///< "group=role"
Trouble group_grants(std::vector<std::string> const& values);  ///< "group=collection:right"
Trouble role_name(std::string const& value);                   ///< a plain SQL identifier

}  // namespace uws::rules
