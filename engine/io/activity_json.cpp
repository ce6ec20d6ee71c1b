#include "engine/io/activity_json.hpp"

#include <fstream>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"

namespace engine {

namespace {

using Json = nlohmann::json;

/// Absent and null are an empty text; another type than text is a mistake, told with the key.
std::string text_in(Json const& object, char const* key) {
  auto const found = object.find(key);
  if (found == object.end() || found->is_null()) return "";
  if (!found->is_string()) throw Failure(Fault::bad_request, std::string("'") + key + "' must be a text");
  return found->get<std::string>();
}

Json part_of(Json const& object, char const* key, Json const& otherwise) {
  auto const found = object.find(key);
  if (found == object.end() || found->is_null()) return otherwise;
  if (found->type() != otherwise.type())
    throw Failure(Fault::bad_request, std::string("'") + key + "' must be " +
                                          (otherwise.is_array() ? "a list [...]" : "an object {...}"));
  return *found;
}

Json object_in(Json const& object, char const* key) { return part_of(object, key, Json::object()); }

Json list_in(Json const& object, char const* key) {
  Json list = part_of(object, key, Json::array());
  for (Json const& item : list)
    if (!item.is_object())
      throw Failure(Fault::bad_request, std::string("'") + key + "' must be a list of objects {...}");
  return list;
}

KnownInput input_in(Json const& input) {
  KnownInput out{text_in(input, "file"), std::nullopt, text_in(input, "did"), text_in(input, "sha256")};
  if (out.file.empty()) throw Failure(Fault::bad_request, "each of 'inputs' needs a 'file'");
  auto const id = input.find("obs_id");
  if (id == input.end() || id->is_null()) return out;
  if (!id->is_number_integer()) throw Failure(Fault::bad_request, "'obs_id' must be a whole number");
  out.observation = id->get<std::int64_t>();
  return out;
}

Activity activity_in(Json const& file) {
  if (!file.is_object()) throw Failure(Fault::bad_request, "an object {...} is wanted");
  Activity out;
  out.id = text_in(file, "id");
  out.id_namespace = text_in(file, "namespace");
  out.start = text_in(file, "start");
  out.provurl = text_in(file, "provurl");
  out.product_id = text_in(file, "product_id");
  Json const products = object_in(file, "products");
  for (auto const& [name, id] : products.items()) out.product_ids[name] = text_in(products, name.c_str());
  Json const contact = object_in(file, "contact"), process = object_in(file, "process");
  out.contact = {text_in(contact, "name"), text_in(contact, "organization"), text_in(contact, "email")};
  out.process = {text_in(process, "type"), text_in(process, "subtype"), text_in(process, "id")};
  Json const device = object_in(file, "instrument");
  out.instrument = {text_in(device, "site"),    text_in(device, "class"),   text_in(device, "type"),
                    text_in(device, "subtype"), text_in(device, "version"), text_in(device, "id")};
  for (Json const& agent : list_in(file, "agents"))
    out.agents.push_back(
        {text_in(agent, "id"), text_in(agent, "name"), text_in(agent, "type"), text_in(agent, "role")});
  for (Json const& input : list_in(file, "inputs")) out.inputs.push_back(input_in(input));
  return out;
}

}  // namespace

Activity read_activity(std::string const& path) {
  std::ifstream in(path);
  if (!in)
    throw Failure(Fault::missing_resource, "cannot open: " + path + " - check the name given by activity=");
  try {
    return activity_in(Json::parse(in));
  } catch (Json::exception const& error) {
    throw Failure(Fault::bad_request, "activity: " + path + " is not JSON (" + error.what() + ")");
  } catch (Failure const& failure) {
    throw Failure(failure.fault(),
                  "activity: " + path + ": " + failure.what() + " - see docs/engine-json.md");
  }
}

}  // namespace engine
