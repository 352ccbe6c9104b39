// TLS of the terminal's sockets, by OpenSSL 3. What a certificate must keep is not documented for the terminal: here it
// has to be for the host, and signed by one of the file that a test trusts.
#pragma once
#include "Types.hpp"

struct TlsSession;

// Waits for the handshake. Null: the other side speaks no TLS, or shows a certificate that is not trusted.
TlsSession *TlsConnect(int descriptor, const std::string &host, const std::string &trusted);
void TlsClose(TlsSession *session);
// Bytes; 0: none now; -1: the connection is over.
int TlsRead(TlsSession *session, char *bytes, int most);
int TlsWrite(TlsSession *session, const char *bytes, int count);
// Subject, and SHA-1 of the certificate in upper-case hex, as the terminal shows it.
bool TlsCertificate(TlsSession *session, std::string &subject, std::string &thumbprint);
