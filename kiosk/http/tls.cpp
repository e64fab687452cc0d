// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/tls.hpp"

#include <array>

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace jiaohao::http {
namespace {

using ContextPtr = std::shared_ptr<SSL_CTX>;
using CertificatePtr = std::unique_ptr<X509, decltype(&X509_free)>;

auto bad(const std::string& what, const std::string& file) {
    return fail(ServerError{ServerError::Code::certificate, what + " " + file + ": " + take_ssl_error()});
}

void set_policy(SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    // Partial writes so that one large message does not block others on the loop; the buffer of a retried
    // write may have moved. Buffers are given back while a connection is idle.
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context,
                        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    static constexpr std::array<unsigned char, 7> id{'j', 'i', 'a', 'o', 'h', 'a', 'o'};
    SSL_CTX_set_session_id_context(context, id.data(), id.size());
}

Result<void, ServerError> set_client_check(SSL_CTX* context, const TlsOptions& options) {
    if (options.client_certificate == TlsOptions::ClientCertificate::none) {
        return {};
    }
    const auto& file = options.client_ca_file;
    if (SSL_CTX_load_verify_locations(context, file.c_str(), nullptr) != 1) {
        return bad("cannot read the authority for client certificates", file);
    }
    STACK_OF(X509_NAME)* names = SSL_load_client_CA_file(file.c_str());
    if (names == nullptr) {
        return bad("no authority for client certificates in", file);
    }
    SSL_CTX_set_client_CA_list(context, names);
    int mode = SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE;
    if (options.client_certificate == TlsOptions::ClientCertificate::required) {
        mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    }
    SSL_CTX_set_verify(context, mode, nullptr);
    return {};
}

Result<ContextPtr, ServerError> build(const TlsOptions& options) {
    ERR_clear_error();
    ContextPtr context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context) {
        return bad("cannot start TLS for", options.certificate_file);
    }
    set_policy(context.get());
    if (SSL_CTX_use_certificate_chain_file(context.get(), options.certificate_file.c_str()) != 1) {
        return bad("cannot use the certificate", options.certificate_file);
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), options.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        return bad("cannot use the key", options.key_file);
    }
    if (SSL_CTX_check_private_key(context.get()) != 1) {
        return bad("certificate and key do not belong together:", options.key_file);
    }
    if (auto checked = set_client_check(context.get(), options); !checked) {
        return fail(checked.error());
    }
    return context;
}

std::string text_of(const ASN1_STRING* text) {
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, text);
    if (size < 0) {
        return {};
    }
    std::string result(utf8, utf8 + size);
    OPENSSL_free(utf8);
    // A NUL inside would let "good\0.evil" pass for "good" in C code further on.
    return result.find('\0') == std::string::npos ? result : std::string{};
}

std::string address_text(const ASN1_OCTET_STRING* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
    const bool sized = ASN1_STRING_length(address) == 4 || ASN1_STRING_length(address) == 16;
    if (!sized || inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), text.size()) == nullptr) {
        return {};
    }
    return text.data();
}

std::string alt_name(const GENERAL_NAME* name) {
    switch (name->type) {
        case GEN_DNS:
            return text_of(name->d.dNSName);
        case GEN_URI:
            return text_of(name->d.uniformResourceIdentifier);
        case GEN_EMAIL:
            return text_of(name->d.rfc822Name);
        case GEN_IPADD:
            return address_text(name->d.iPAddress);
        default:
            return {};
    }
}

std::vector<std::string> alt_names(X509* certificate) {
    std::vector<std::string> result;
    auto* names =
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    if (names == nullptr) {
        return result;
    }
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
        if (auto text = alt_name(sk_GENERAL_NAME_value(names, i)); !text.empty()) {
            result.push_back(std::move(text));
        }
    }
    GENERAL_NAMES_free(names);
    return result;
}

}  // namespace

std::string take_ssl_error() {
    const auto code = ERR_get_error();
    ERR_clear_error();
    if (code == 0) {
        return "no detail";
    }
    std::array<char, 256> text{};
    ERR_error_string_n(code, text.data(), text.size());
    return text.data();
}

Result<void, ServerError> TlsSource::reload() {
    auto built = build(options_);
    if (!built) {
        return fail(built.error());
    }
    const std::lock_guard lock(mutex_);
    context_ = std::move(*built);
    return {};
}

SslPtr TlsSource::make(int fd) const {
    std::shared_ptr<SSL_CTX> context;
    {
        const std::lock_guard lock(mutex_);
        context = context_;
    }
    SslPtr ssl(SSL_new(context.get()));
    if (!ssl || SSL_set_fd(ssl.get(), fd) != 1) {
        return nullptr;
    }
    SSL_set_accept_state(ssl.get());
    return ssl;
}

Result<TlsTrust, std::string> TlsTrust::load(const std::string& ca_file) {
    ERR_clear_error();
    TlsTrust trust;
    trust.context_ = ContextPtr(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    if (!trust.context_) {
        return fail("cannot start TLS: " + take_ssl_error());
    }
    set_policy(trust.context_.get());
    SSL_CTX_set_verify(trust.context_.get(), SSL_VERIFY_PEER, nullptr);
    const int loaded = ca_file.empty()
                           ? SSL_CTX_set_default_verify_paths(trust.context_.get())
                           : SSL_CTX_load_verify_locations(trust.context_.get(), ca_file.c_str(), nullptr);
    if (loaded != 1) {
        return fail("cannot read the authorities in " +
                    (ca_file.empty() ? std::string("this system") : ca_file) + ": " + take_ssl_error());
    }
    return trust;
}

SslPtr TlsTrust::make(int fd, const std::string& host) const {
    SslPtr ssl(SSL_new(context_.get()));
    if (!ssl || SSL_set_fd(ssl.get(), fd) != 1) {
        return nullptr;
    }
    std::array<unsigned char, sizeof(in6_addr)> address{};
    const bool numeric = inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
                         inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
    X509_VERIFY_PARAM* const rule = SSL_get0_param(ssl.get());
    X509_VERIFY_PARAM_set_hostflags(rule, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    // A server name is sent for names alone (RFC 6066, section 3).
    const bool set = numeric ? X509_VERIFY_PARAM_set1_ip_asc(rule, host.c_str()) == 1
                             : X509_VERIFY_PARAM_set1_host(rule, host.c_str(), 0) == 1 &&
                                   SSL_ctrl(ssl.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME,
                                            TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str())) == 1;
    if (!set) {
        return nullptr;
    }
    SSL_set_connect_state(ssl.get());
    return ssl;
}

CertificateVerdict verdict_of(SSL* ssl) {
    const long result = SSL_get_verify_result(ssl);
    if (result == X509_V_OK) {
        return {};
    }
    const bool name = result == X509_V_ERR_HOSTNAME_MISMATCH || result == X509_V_ERR_IP_ADDRESS_MISMATCH;
    return {name, X509_verify_cert_error_string(result)};
}

PeerCertificate peer_certificate(SSL* ssl) {
    PeerCertificate result;
    const CertificatePtr certificate(SSL_get1_peer_certificate(ssl), &X509_free);
    if (!certificate || SSL_get_verify_result(ssl) != X509_V_OK) {
        return result;
    }
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at >= 0) {
        result.common_name = text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    }
    result.alt_names = alt_names(certificate.get());
    return result;
}

}  // namespace jiaohao::http
