#include "engine/base/media_type.hpp"

#include <array>
#include <utility>

#include "engine/base/text.hpp"

namespace engine {
namespace {

/// The first that fits counts.
constexpr std::array<std::pair<std::string_view, std::string_view>, 23> rows{
    {{".fits", "application/fits"},
     {".fit", "application/fits"},
     {".fts", "application/fits"},
     {".fits.gz", "application/fits"},
     {".fit.gz", "application/fits"},
     {".gz", "application/gzip"},
     {".vot", "application/x-votable+xml"},
     {".xml", "application/xml"},
     {".json", "application/json"},
     {".yaml", "application/yaml"},
     {".yml", "application/yaml"},
     {".ecsv", "text/plain"},
     {".csv", "text/csv"},
     {".txt", "text/plain"},
     {".log", "text/plain"},
     {".reg", "text/plain"},
     {".html", "text/html"},
     {".png", "image/png"},
     {".svg", "image/svg+xml"},
     {".jpg", "image/jpeg"},
     {".pdf", "application/pdf"},
     {".h5", "application/x-hdf5"},
     {".hdf5", "application/x-hdf5"}}};

}  // namespace

std::string media_type_of(std::string_view name) {
  std::string const small = lower(name);
  for (auto const& [end, type] : rows)
    if (small.ends_with(end)) return std::string(type);
  return "application/octet-stream";
}

}  // namespace engine
