/// XML against the IVOA's schemas, by xmllint, with the copies that STILTS brings along.
#pragma once

#include <string>

namespace test_async {

/// Empty if the document is valid against UWS-v1.1.xsd; else what xmllint says. Without STILTS or xmllint on
/// this machine: empty, with a loud message on stderr.
std::string uws_schema_problems(std::string const& xml);

}  // namespace test_async
