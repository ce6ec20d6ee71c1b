// write_job_types <shipped folder> <output folder>: every form of every type, for other people's readers.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/parameters/describe_json.hpp"
#include "jobs/types/job_type_json.hpp"
#include "jobs/types/registry.hpp"
#include "uws/jobtypes/job_type_html.hpp"
#include "uws/jobtypes/job_type_lists_json.hpp"
#include "uws/jobtypes/job_type_votable.hpp"
#include "uws/jobtypes/job_type_wadl.hpp"

namespace {

namespace fs = std::filesystem;

/// Whatever people may put into texts, and names that XML and VOTable might stumble on.
constexpr auto hostile = R"({"name": "hostile", "title": "<b>&\"'é 漢", "text": "]]> <!-- &amp; \n\t 'x'",
 "contact": "a <b@c.de>", "docurl": "https://example.org/?a=b&c='d'",
 "parameters": [
  {"name": "hostile", "type": "text", "default": "<&\"'>", "text": "a < b && c > d", "unit": "m s-1"},
  {"name": "n-1_x", "type": "choice", "options": ["<a>", "b & c", "d\"e"], "default": "<a>"},
  {"name": "big", "type": "integer", "default": 9007199254740993, "range": {"min": -5, "max": 9007199254740994}},
  {"name": "tiny", "type": "real", "default": 1e-300, "range": {"min": 0, "max": 1e300}},
  {"name": "many", "type": "real", "repeatable": true},
  {"name": "yes", "type": "boolean", "required": true},
  {"name": "file", "type": "path", "required": true}],
 "inputs": [{"parameter": "file", "role": "config", "content_type": "text/plain;charset=utf-8"}],
 "outputs": [{"name": "hostile", "pattern": "*&<?>.txt", "text": "<out>"}],
 "command": {"argv": ["true", "x{hostile}", "x{n-1_x}", "{big}", "{tiny}", "{many}", "{yes}", "{file}"]}})";

void write(fs::path const& path, std::string const& text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  fs::path const out = words[2];
  write(out / "distill", "#!/bin/sh\ncat '" + (out / "describe").string() + "'\n");
  write(out / "describe", engine::descriptions_json());
  fs::permissions(out / "distill", fs::perms::owner_all);
  jobs::JobTypes const types(
      {.engine = (out / "distill").string(),
       .folders = {words[1]},
       .proposals =
           [] { return jobs::read_job_types(hostile, jobs::Dialect::strict, "proposed by eve").types; },
       .interval = std::chrono::milliseconds(0),
       .log = [](std::string const& line) { std::cerr << line << "\n"; }});
  uws::JobTypeUrls const urls{"https://h.example/p/jobtypes", "https://h.example/p/uws"};
  for (auto const& type : types.all()) {
    write(out / (type->name + ".json"), uws::job_type_document(*type, nullptr, false, urls));
    write(out / (type->name + ".vot"), uws::job_type_votable(*type, urls.jobs + "/" + type->name));
    write(out / (type->name + ".wadl"), uws::job_type_wadl(*type, urls.jobs));
    write(out / (type->name + ".html"), uws::job_type_html(*type, nullptr, {}, urls));
    write(out / (type->name + ".opus"), uws::opus_definition_json(*type));
  }
  write(out / "all.list", uws::job_types_json(types.all(), {}, urls));
  write(out / "all.html", uws::job_types_html(types.all(), {}, {.name = "ada"}, urls));
  return 0;
}
