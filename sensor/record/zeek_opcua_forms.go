package record

// opcuaForms are the logs of OPC UA: opcua_binary.log and those of its services of
// ICSNPP, and opcua_binary_call.log and opcua_binary_publish.log, which are ours.
// A line "log PATH SERVICES REQUEST RESPONSE" says which services fill the log,
// and from what: "." is the message, "-" nothing, else a list of which every
// element has a line. How a column is filled is told at zeekSource; columns
// without a source are never filled, or by the code.
const opcuaForms = `
log opcua_binary
	msg_type                       string  *MessageType
	is_final                       string
	total_size                     count
	error                          count   *Error
	reason                         string  *Reason
	version                        count   *ProtocolVersion
	rcv_buf_size                   count   *ReceiveBufferSize
	snd_buf_size                   count   *SendBufferSize
	max_msg_size                   count   *MaxMessageSize
	max_chunk_cnt                  count   *MaxChunkCount
	endpoint_url                   string  *EndpointUrl
	sec_channel_id                 count   *SecureChannelId
	sec_policy_uri_len             length  *SecurityPolicyUri
	sec_policy_uri                 string  *SecurityPolicyUri
	snd_cert_len                   int     *SenderCertificate/Octets
	snd_cert                       string
	rcv_cert_len                   length  *ReceiverCertificateThumbprint
	rcv_cert                       octets  *ReceiverCertificateThumbprint
	request_id                     count   *RequestId
	req_opcua_link_id              string  <@opcua?RequestHeader
	req_msg_size                   count   <MessageSize
	req_seq_number                 count   <SequenceNumber
	req_encoding_mask              count
	req_namespace_idx              count
	req_identifier                 count
	req_identifier_str             string
	req_hdr_node_id_type           string
	req_hdr_node_id_namespace_idx  count
	req_hdr_node_id_numeric        count
	req_hdr_node_id_string         secret
	req_hdr_node_id_guid           secret
	req_hdr_node_id_opaque         secret
	req_hdr_timestamp              time    <RequestHeader/Timestamp
	req_hdr_request_handle         count   <RequestHeader/RequestHandle
	req_hdr_return_diag            count   <RequestHeader/ReturnDiagnostics
	req_hdr_audit_entry_id         string  <RequestHeader/AuditEntryId
	req_hdr_timeout_hint           count   <RequestHeader/TimeoutHint
	req_hdr_add_hdr_type_id        count
	req_hdr_add_hdr_enc_mask       count
	res_opcua_link_id              string  >@opcua?ResponseHeader
	res_msg_size                   count   >MessageSize
	res_seq_number                 count   >SequenceNumber
	res_encoding_mask              count
	res_namespace_idx              count
	res_identifier                 count
	res_identifier_str             string
	res_hdr_timestamp              time    >ResponseHeader/Timestamp
	res_hdr_request_handle         count   >ResponseHeader/RequestHandle
	status_code_link_id            string  >!0/ResponseHeader/ServiceResult
	res_hdr_service_diag_encoding  count
	res_hdr_add_hdr_type_id        count
	res_hdr_add_hdr_enc_mask       count
	service                        string
	sec_token_id                   count   *TokenId
	security_mode                  name    *SecurityMode
	chunk_count                    count   *ChunkCount
	encrypted_octets               count   *EncryptedOctets
	snd_cert_thumbprint            octets  *SenderCertificate/Thumbprint
	snd_cert_subject               string  *SenderCertificate/Subject
	snd_cert_not_after             time    *SenderCertificate/NotAfter
	session_id                     string  <Session
	user                           string  <User
	operation                      string
	outcome                        string
	latency                        interval
	status                         string
	defects                        string

log opcua_binary_status_code_detail
	ends
	status_code_link_id  string
	source               count
	source_str           string
	source_level         count
	status_code          string
	severity             count
	severity_str         string
	sub_code             count
	sub_code_str         string
	structure_changed    bool
	semantics_changed    bool
	info_type            count
	info_type_str        string
	limit_bits           count
	limit_bits_str       string
	overflow             bool
	historian_bits       count
	historian_bits_str   string
	historianPartial     bool
	historianExtraData   bool
	historianMultiValue  bool

log opcua_binary_opensecure_channel OpenSecureChannel . .
	ends
	opcua_link_id             string  *@opcua
	client_proto_ver          count   <ClientProtocolVersion
	sec_token_request_type    count   <RequestType
	message_security_mode     count   <SecurityMode
	client_nonce              secret
	req_lifetime              count   <RequestedLifetime
	server_proto_ver          count   >ServerProtocolVersion
	sec_token_sec_channel_id  count   >SecurityToken/ChannelId
	sec_token_id              count   >SecurityToken/TokenId
	sec_token_created_at      time    >SecurityToken/CreatedAt
	sec_token_revised_time    count   >SecurityToken/RevisedLifetime
	server_nonce              secret
	sec_policy_uri            string  *SecurityPolicyUri
	encrypted_octets          count   *EncryptedOctets

log opcua_binary_get_endpoints GetEndpoints . .
	ends
	opcua_link_id                 string  *@opcua
	endpoint_url                  string  <EndpointUrl
	locale_link_id                string  <@locales?LocaleIds
	profile_uri_link_id           string  <@profiles?ProfileUris
	endpoint_description_link_id  string  >@endpoints?Endpoints

log opcua_binary_get_endpoints_locale_id GetEndpoints LocaleIds -
	ends
	locale_link_id  string  <@locales
	locale_id       string  <.

log opcua_binary_get_endpoints_profile_uri GetEndpoints ProfileUris -
	ends
	profile_uri_link_id  string  <@profiles
	profile_uri          string  <.

log opcua_binary_get_endpoints_description GetEndpoints - Endpoints
	ends
	endpoint_description_link_id  string  >@endpoints
	endpoint_uri                  string  >EndpointUrl
	application_uri               string  >Server/ApplicationUri
	product_uri                   string  >Server/ProductUri
	encoding_mask                 texts   >Server/ApplicationName
	locale                        string  >Server/ApplicationName/Locale
	text                          string  >Server/ApplicationName/Text
	application_type              count   >Server/ApplicationType
	gateway_server_uri            string  >Server/GatewayServerUri
	discovery_profile_uri         string  >Server/DiscoveryProfileUri
	discovery_profile_link_id     string  >@urls#?Server/DiscoveryUrls
	cert_size                     size    >ServerCertificate
	server_cert                   string
	message_security_mode         count   >SecurityMode
	security_policy_uri           string  >SecurityPolicyUri
	user_token_link_id            string  >@tokens#?UserIdentityTokens
	transport_profile_uri         string  >TransportProfileUri
	security_level                count   >SecurityLevel
	server_cert_thumbprint        octets  >ServerCertificate/Thumbprint
	server_cert_subject           string  >ServerCertificate/Subject
	server_cert_not_after         time    >ServerCertificate/NotAfter

log opcua_binary_get_endpoints_discovery GetEndpoints - Endpoints/Server.DiscoveryUrls
	ends
	discovery_profile_link_id  string  >@urls^
	discovery_profile_url      string  >.

log opcua_binary_get_endpoints_user_token GetEndpoints - Endpoints/UserIdentityTokens
	ends
	user_token_link_id         string  >@tokens^
	user_token_policy_id       string  >PolicyId
	user_token_type            count   >TokenType
	user_token_issued_type     string  >IssuedTokenType
	user_token_endpoint_url    string  >IssuerEndpointUrl
	user_token_sec_policy_uri  string  >SecurityPolicyUri

log opcua_binary_create_session CreateSession . .
	ends
	opcua_link_id              string  *@opcua
	application_uri            string  <ClientDescription/ApplicationUri
	product_uri                string  <ClientDescription/ProductUri
	encoding_mask              texts   <ClientDescription/ApplicationName
	locale                     string  <ClientDescription/ApplicationName/Locale
	text                       string  <ClientDescription/ApplicationName/Text
	application_type           count   <ClientDescription/ApplicationType
	gateway_server_uri         string  <ClientDescription/GatewayServerUri
	discovery_profile_uri      string  <ClientDescription/DiscoveryProfileUri
	discovery_profile_link_id  string  <@urls?ClientDescription/DiscoveryUrls
	server_uri                 string  <ServerUri
	endpoint_url               string  <EndpointUrl
	session_name               string  <SessionName
	client_nonce               secret
	client_cert_size           size    <ClientCertificate
	client_cert                string
	req_session_timeout        count   <RequestedSessionTimeout
	max_res_msg_size           count   <MaxResponseMessageSize
	session_id                 node    >SessionId
	auth_token_encoding_mask   secret
	auth_token_namespace_idx   count
	auth_token_numeric         count
	auth_token_string          secret
	auth_token_guid            secret
	auth_token_opaque          secret
	revised_session_timeout    count   >RevisedSessionTimeout
	server_nonce               secret
	server_cert_size           size    >ServerCertificate
	server_cert                string
	endpoint_link_id           string  >@endpoints?ServerEndpoints
	algorithm                  string  >ServerSignature/Algorithm
	signature                  secret
	max_req_msg_size           count   >MaxRequestMessageSize
	client_cert_thumbprint     octets  <ClientCertificate/Thumbprint
	client_cert_subject        string  <ClientCertificate/Subject
	client_cert_not_after      time    <ClientCertificate/NotAfter
	server_cert_thumbprint     octets  >ServerCertificate/Thumbprint
	server_cert_subject        string  >ServerCertificate/Subject
	server_cert_not_after      time    >ServerCertificate/NotAfter

log opcua_binary_create_session_discovery CreateSession ClientDescription.DiscoveryUrls -
	ends
	discovery_profile_link_id  string  <@urls
	discovery_profile_uri      string
	discovery_profile_url      string  <.

log opcua_binary_create_session_endpoints CreateSession - ServerEndpoints
	ends
	endpoint_link_id           string  >@endpoints
	endpoint_url               string  >EndpointUrl
	application_uri            string  >Server/ApplicationUri
	product_uri                string  >Server/ProductUri
	encoding_mask              texts   >Server/ApplicationName
	locale                     string  >Server/ApplicationName/Locale
	text                       string  >Server/ApplicationName/Text
	application_type           count   >Server/ApplicationType
	gateway_server_uri         string  >Server/GatewayServerUri
	discovery_profile_uri      string  >Server/DiscoveryProfileUri
	discovery_profile_link_id  string
	cert_size                  size    >ServerCertificate
	server_cert                string
	message_security_mode      count   >SecurityMode
	security_policy_uri        string  >SecurityPolicyUri
	user_token_link_id         string  >@tokens#?UserIdentityTokens
	transport_profile_uri      string  >TransportProfileUri
	security_level             count   >SecurityLevel
	server_cert_thumbprint     octets  >ServerCertificate/Thumbprint

log opcua_binary_create_session_user_token CreateSession - ServerEndpoints/UserIdentityTokens
	ends
	user_token_link_id         string  >@tokens^
	user_token_policy_id       string  >PolicyId
	user_token_type            count   >TokenType
	user_token_issued_type     string  >IssuedTokenType
	user_token_endpoint_url    string  >IssuerEndpointUrl
	user_token_sec_policy_uri  string  >SecurityPolicyUri

log opcua_binary_activate_session ActivateSession . .
	ends
	opcua_link_id                       string  *@opcua
	client_algorithm                    string  <ClientSignature/Algorithm
	client_signature                    secret
	client_software_cert_link_id        string
	opcua_locale_link_id                string  <@locales?LocaleIds
	ext_obj_type_id                     node    <UserIdentityToken/TypeId
	ext_obj_type_id_str                 name    <UserIdentityToken/TypeId
	ext_obj_encoding                    string
	ext_obj_policy_id                   string  <UserIdentityToken/PolicyId
	ext_obj_user_name                   string  <UserIdentityToken/UserName
	ext_obj_password                    secret
	ext_obj_encryption_algorithom       string  <UserIdentityToken/EncryptionAlgorithm
	ext_obj_certificate_data            secret
	ext_obj_token_data                  secret
	user_token_algorithm                string  <UserTokenSignature/Algorithm
	user_token_signature                secret
	server_nonce                        secret
	status_code_link_id                 string
	activate_session_diag_info_link_id  string
	session_id                          string  <Session
	user_cert_thumbprint                octets  <UserIdentityToken/CertificateData/Thumbprint
	user_cert_subject                   string  <UserIdentityToken/CertificateData/Subject
	service_result                      name    >ResponseHeader/ServiceResult

log opcua_binary_activate_session_locale_id ActivateSession LocaleIds -
	ends
	opcua_locale_link_id  string  <@locales
	local_id              string  <.

log opcua_binary_close_session CloseSession . .
	ends
	opcua_link_id      string  *@opcua
	del_subscriptions  bool    <DeleteSubscriptions
	session_id         string  <Session
	service_result     name    >ResponseHeader/ServiceResult

log opcua_binary_browse Browse,BrowseNext . .
	ends
	opcua_link_id                           string  *@opcua
	browse_service_type                     string
	browse_view_id                          node    <View/ViewId
	browse_view_description_timestamp       time    <View/Timestamp
	browse_view_description_view_version    count   <View/ViewVersion
	req_max_ref_nodes                       count   <RequestedMaxReferencesPerNode
	browse_description_link_id              string  <@nodes?NodesToBrowse
	browse_next_release_continuation_point  bool    <ReleaseContinuationPoints
	browse_next_link_id                     string  <@points?ContinuationPoints
	browse_response_link_id                 string  >@results?Results
	browse_diag_info_link_id                string

log opcua_binary_browse_description Browse NodesToBrowse -
	ends
	browse_description_link_id           string     <@nodes
	browse_description                   node       <NodeId
	browse_direction                     direction  <BrowseDirection
	browse_description_ref               node       <ReferenceTypeId
	browse_description_include_subtypes  bool       <IncludeSubtypes
	browse_node_class_mask               classes    <NodeClassMask
	browse_result_mask                   hex        <ResultMask

log opcua_binary_browse_request_continuation_point BrowseNext ContinuationPoints -
	ends
	browse_next_link_id  string  <@points
	continuation_point   octets  <.

log opcua_binary_browse_result Browse,BrowseNext - Results
	ends
	browse_response_link_id           string  >@results
	status_code_link_id               string  >!2/StatusCode
	browse_result_continuation_point  octets  >ContinuationPoint
	browse_reference_link_id          string  >@references#?References
	node_id                           node    =NodesToBrowse/NodeId
	result                            name    >StatusCode

log opcua_binary_browse_response_references Browse,BrowseNext - Results/References
	ends
	browse_reference_link_id             string         >@references^
	browse_response_ref                  node           >ReferenceTypeId
	browse_response_is_forward           bool           >IsForward
	browse_response_ref_type             expanded-node  >NodeId
	browse_response_ref_name_idx         count          >BrowseName/NamespaceIndex
	browse_response_ref_name             string         >BrowseName/Name
	browse_response_display_name_mask    texts-hex      >DisplayName
	browse_response_display_name_locale  string         >DisplayName/Locale
	browse_response_display_name_text    string         >DisplayName/Text
	browse_response_node_class           class          >NodeClass
	browse_response_type_def             expanded-node  >TypeDefinition

log opcua_binary_read Read . .
	ends
	opcua_link_id             string  *@opcua
	max_age                   count   <MaxAge
	timestamps_to_return      count   <TimestampsToReturn
	timestamps_to_return_str  name    <TimestampsToReturn
	nodes_to_read_link_id     string  <@nodes?NodesToRead
	read_results_link_id      string  >@results?Results
	diag_info_link_id         string

log opcua_binary_read_nodes_to_read Read NodesToRead -
	ends
	nodes_to_read_link_id   string  <@nodes
	node_id                 node    <NodeId
	attribute_id            count   <AttributeId
	attribute_id_str        name    <AttributeId
	index_range             string  <IndexRange
	data_encoding_name_idx  count   <DataEncoding/NamespaceIndex
	data_encoding_name      string  <DataEncoding/Name

log opcua_binary_read_results Read - Results
	ends
	results_link_id                        string      >@results
	level                                  count       #0
	data_value_encoding_mask               data-parts  >.
	status_code_link_id                    string      >!6/StatusCode
	source_timestamp                       time        >SourceTimestamp
	source_pico_sec                        count       >SourcePicoseconds
	server_timestamp                       time        >ServerTimestamp
	server_pico_sec                        count       >ServerPicoseconds
	read_results_variant_metadata_link_id  string
	value                                  value       >Value
	result                                 name        >StatusCode
	node_id                                node        =NodesToRead/NodeId
	attribute_id                           count       =NodesToRead/AttributeId
	attribute_id_str                       name        =NodesToRead/AttributeId

log opcua_binary_write Write NodesToWrite Results
	ends
	opcua_link_id                           string      *@opcua
	node_id                                 node        <NodeId
	attribute_id                            count       <AttributeId
	attribute_id_str                        name        <AttributeId
	index_range                             string      <IndexRange
	data_value_encoding_mask                data-parts  <Value
	req_status_code_link_id                 string      <!18/Value/StatusCode
	source_timestamp                        time        <Value/SourceTimestamp
	source_pico_sec                         count       <Value/SourcePicoseconds
	server_timestamp                        time        <Value/ServerTimestamp
	server_pico_sec                         count       <Value/ServerPicoseconds
	write_results_variant_metadata_link_id  string
	res_status_code_link_id                 string      >!18/.
	diag_info_link_id                       string
	value                                   value       <Value/Value
	result                                  name        >.
	result_node_id                          node        =NodesToWrite/NodeId
	session_id                              string      ~Session
	user                                    string      ~User

log opcua_binary_create_subscription CreateSubscription . .
	ends
	opcua_link_id                   string  *@opcua
	requested_publishing_interval   count   <RequestedPublishingInterval
	requested_lifetime_count        count   <RequestedLifetimeCount
	requested_max_keep_alive_count  count   <RequestedMaxKeepAliveCount
	max_notifications_per_publish   count   <MaxNotificationsPerPublish
	publishing_enabled              bool    <PublishingEnabled
	priority                        count   <Priority
	subscription_id                 count   >SubscriptionId
	revised_publishing_interval     count   >RevisedPublishingInterval
	revised_lifetime_count          count   >RevisedLifetimeCount
	revised_max_keep_alive_count    count   >RevisedMaxKeepAliveCount

log opcua_binary_create_monitored_items CreateMonitoredItems . .
	ends
	opcua_link_id                             string  *@opcua
	subscription_id                           count   <SubscriptionId
	timestamps_to_return                      count   <TimestampsToReturn
	timestamps_to_return_str                  name    <TimestampsToReturn
	create_item_link_id                       string  *@items
	create_monitored_items_diag_info_link_id  string

log opcua_binary_create_monitored_items_create_item CreateMonitoredItems ItemsToCreate Results
	ends
	create_item_link_id                                 string  *@items
	item_to_monitor_node_id                             node    <ItemToMonitor/NodeId
	item_to_monitor_attribute_id                        name    <ItemToMonitor/AttributeId
	item_to_monitor_index_range                         string  <ItemToMonitor/IndexRange
	item_to_monitor_namespace_idx                       count   <ItemToMonitor/DataEncoding/NamespaceIndex
	item_to_monitor_name                                string  <ItemToMonitor/DataEncoding/Name
	monitoring_mode                                     name    <MonitoringMode
	monitoring_parameters_client_handle                 count   <RequestedParameters/ClientHandle
	monitoring_parameters_sampling_interval             double  <RequestedParameters/SamplingInterval
	monitoring_parameters_queue_size                    count   <RequestedParameters/QueueSize
	monitoring_parameters_discard_oldest                bool    <RequestedParameters/DiscardOldest
	monitoring_parameters_filter_info_type_id_node_id   node    <RequestedParameters/Filter/TypeId
	monitoring_parameters_filter_info_type_id_string    name    <RequestedParameters/Filter/TypeId
	monitoring_parameters_filter_info_type_id_encoding  string
	filter_info_details_link_id                         string
	monitoring_parameters_status_code_link_id           string  >!8/StatusCode
	monitored_item_index_id                             count   >MonitoredItemId
	monitoring_parameters_revised_sampling_interval     double  >RevisedSamplingInterval
	monitoring_parameters_revised_queue_size            count   >RevisedQueueSize
	filter                                              value   <RequestedParameters/Filter
	result                                              name    >StatusCode
	result_node_id                                      node    =ItemsToCreate/ItemToMonitor/NodeId

log opcua_binary_call
	opcua_link_id           string    <@opcua
	object_id               node      <ObjectId
	object_name             known     <ObjectId
	method_id               node      <MethodId
	method_name             known     <MethodId
	input_arguments         value     <InputArguments
	status_code_link_id     string    >!21/StatusCode
	result                  name      >StatusCode
	input_argument_results  value     >InputArgumentResults
	output_arguments        value     >OutputArguments
	session_id              string    ~Session
	user                    string    ~User
	outcome                 string
	latency                 interval

log opcua_binary_publish
	ends
	opcua_link_id        string
	subscription_id      count
	sequence_number      count
	publish_time         time
	more_notifications   bool
	notification         string
	client_handle        count   >ClientHandle
	node_id              node
	attribute_id         count
	value                value   >Value/Value
	status_code_link_id  string  >!22/Value/StatusCode
	result               name    >Value/StatusCode
	source_timestamp     time    >Value/SourceTimestamp
	server_timestamp     time    >Value/ServerTimestamp
	event_fields         value   >EventFields
	status               name    >Status
`
