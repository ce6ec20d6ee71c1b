/// Processor time of a session's server process: what a statement costs, however busy the machine is.
#pragma once

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

#include "catalog/pg/connection.hpp"

namespace provenance_test {

/// Seconds so far, in steps of the kernel's clock tick (10 ms).
inline double server_seconds(catalog::pg::Connection& db) {
  std::ifstream file("/proc/" + db.run("SELECT pg_backend_pid()::text").text(0, 0) + "/stat");
  std::string word, line;
  std::getline(file, line);
  std::istringstream words(line.substr(line.rfind(')') + 1));
  for (int field = 3; field < 14; ++field)
    words >> word;  // proc(5): utime and stime are the fields 14 and 15
  std::int64_t user = 0, system = 0;
  words >> user >> system;
  return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace provenance_test
