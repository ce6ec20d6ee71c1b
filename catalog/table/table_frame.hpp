/// What stands around the rows of an answer: status, origin, the services that go with the rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace catalog {

/// An INFO of a VOTable. TAP's own: QUERY_STATUS (TAP 1.1 section 3.3, written by the encoders), query,
/// provider. Names of the IVOA note Data Origin in the VO 1.1: publisher, server_software, service_protocol,
/// request_date, contact, ivoid, citation, rights_uri, ...
struct Info {
  std::string name, value;
  std::string text{};  ///< between the tags, for people
};

/// A parameter of a service descriptor (DataLink 1.1 section 4): fixed value, or one the client fills in.
struct ServiceParameter {
  std::string name, datatype = "char", arraysize = "*", xtype{}, unit{}, ucd{}, description{};
  std::string value{};
  std::string column{};  ///< name of the column whose cells are the values
  std::string min{}, max{};
  std::vector<std::string> options{};
};

/// A RESOURCE type="meta" utype="adhoc:service" behind the results.
struct ServiceDescriptor {
  std::string id{};  ///< XML ID, for the service_def column of DataLink answers
  std::string name{}, description{};
  std::string standard_id{}, access_url, resource_identifier{}, content_type{};
  std::vector<ServiceParameter> inputs;
};

struct TableFrame {
  std::string resource_name{}, description{}, table_name{};
  std::vector<Info> infos{};
  std::vector<ServiceDescriptor> services{};
};

/// How the rows ended; known only behind the last of them.
struct Ending {
  bool overflow = false;               ///< rows were cut at a limit: QUERY_STATUS OVERFLOW
  std::optional<std::string> error{};  ///< the source failed in the middle: QUERY_STATUS ERROR
  std::int64_t rows = 0;
};

/// The standardised descriptor by which clients find the links of each row (DataLink 1.1 section 4.1).
ServiceDescriptor links_descriptor(std::string const& links_url, std::string const& id_column);

}  // namespace catalog
