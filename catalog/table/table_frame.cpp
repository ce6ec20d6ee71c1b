#include "catalog/table/table_frame.hpp"

namespace catalog {

ServiceDescriptor links_descriptor(std::string const& links_url, std::string const& id_column) {
  ServiceDescriptor links;
  links.name = "links";
  links.description = "What belongs to a row: the file, its responses, previews, services";
  links.standard_id = "ivo://ivoa.net/std/DataLink#links-1.1";
  links.access_url = links_url;
  links.content_type = "application/x-votable+xml;content=datalink";
  ServiceParameter id;
  id.name = "ID";
  id.ucd = "meta.id;meta.main";
  id.column = id_column;
  links.inputs.push_back(std::move(id));
  return links;
}

}  // namespace catalog
