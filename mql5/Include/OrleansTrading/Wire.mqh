// Lines over one of the terminal's own sockets, with TLS where asked. Never waits for what is not there: an Expert
// Advisor has one thread, and a blocked read would keep it from its trades.
#ifndef ORLEANS_WIRE_MQH
#define ORLEANS_WIRE_MQH

#include "Hmac.mqh"

#define LINE_BYTES_MAX 1024
#define WIRE_CONNECT_MS 3000
#define WIRE_SEND_MS 1000
#define WIRE_READ_MS 1
#define WIRE_READ_BYTES 4096
#define WIRE_READ_ROUNDS 4
#define WIRE_WAITING_BYTES 262144

#define LINE_NONE 0
#define LINE_READY 1
#define LINE_TOO_LONG 2

// ERR_NETSOCKET_IO_ERROR
#define WIRE_BROKEN 5273

class CWire
{
private:
   int m_socket;
   bool m_tls;
   ARRAY(uchar, m_in);
   int m_read;
   ARRAY(uchar, m_out);

   int ReadSome(ARRAY_REF(uchar, part))
   {
      if(m_tls)
         return(SocketTlsReadAvailable(m_socket, part, WIRE_READ_BYTES));
      // On an empty buffer the terminal answers 1 by guess, so the read has the shortest time-out there is; never 0,
      // which means two minutes.
      uint there = SocketIsReadable(m_socket);
      if(there == 0)
         return(0);
      return(SocketRead(m_socket, part, there < WIRE_READ_BYTES ? there : WIRE_READ_BYTES, WIRE_READ_MS));
   }

   // Thumbprints are shown in either case, by pairs with ':' or ' ' between them, or without.
   string Plain(const string thumbprint)
   {
      string plain = thumbprint;
      StringReplace(plain, ":", "");
      StringReplace(plain, " ", "");
      StringToLower(plain);
      return(plain);
   }

   bool PinHolds(const string thumbprint)
   {
      string subject = "", issuer = "", serial = "", found = "";
      datetime expiration = 0;
      if(thumbprint == "")
         return(true);
      bool isShown = SocketTlsCertificate(m_socket, subject, issuer, serial, found, expiration) != 0;
      if(isShown && Plain(found) == Plain(thumbprint))
         return(true);
      Print("The bridge's certificate is not the pinned one: its thumbprint is ", found);
      return(false);
   }

public:
   CWire(void)
   {
      m_socket = INVALID_HANDLE;
      m_tls = false;
      m_read = 0;
   }

   ~CWire(void)
   {
      Close();
   }

   bool IsOpen(void)
   {
      return(m_socket != INVALID_HANDLE);
   }

   void Close(void)
   {
      if(m_socket != INVALID_HANDLE)
         SocketClose(m_socket);
      m_socket = INVALID_HANDLE;
      m_read = 0;
      ArrayResize(m_in, 0);
      ArrayResize(m_out, 0);
   }

   // On port 443 the terminal makes TLS by itself. thumbprint: SHA-1 of the certificate in hex; empty: not pinned.
   bool Open(const string host, const uint port, const bool tls, const string thumbprint)
   {
      Close();
      m_socket = SocketCreate();
      if(m_socket == INVALID_HANDLE)
         return(false);
      m_tls = tls || port == 443;
      bool ready = SocketConnect(m_socket, host, port, WIRE_CONNECT_MS);
      if(!ready && GetLastError() == 4014)
         Print("The terminal does not allow ", host, ": add it in Tools, Expert Advisors.");
      ready = ready && (!m_tls || port == 443 || SocketTlsHandshake(m_socket, host));
      ready = ready && (!m_tls || PinHolds(thumbprint));
      if(ready)
         SocketTimeouts(m_socket, WIRE_SEND_MS, WIRE_SEND_MS);
      else
         Close();
      return(ready);
   }

   // Takes in what is there. False: the connection is gone.
   bool Receive(void)
   {
      for(int round = 0; round < WIRE_READ_ROUNDS; round++)
      {
         ARRAY(uchar, part);
         ResetLastError();
         int got = ReadSome(part);
         if(got <= 0)
            return(GetLastError() != WIRE_BROKEN && SocketIsConnected(m_socket));
         int size = ArraySize(m_in);
         ArrayResize(m_in, size + got, WIRE_READ_BYTES);
         for(int i = 0; i < got; i++)
            m_in[size + i] = part[i];
         if(got < WIRE_READ_BYTES)
            break;
      }
      return(true);
   }

   // The next whole line without its end.
   int NextLine(string &line)
   {
      int size = ArraySize(m_in);
      int end = m_read;
      while(end < size && m_in[end] != '\n' && end - m_read < LINE_BYTES_MAX)
         end++;
      if(end - m_read >= LINE_BYTES_MAX)
         return(LINE_TOO_LONG);
      if(end == size)
      {
         Forget();
         return(LINE_NONE);
      }
      line = end == m_read ? "" : CharArrayToString(m_in, m_read, end - m_read, CP_UTF8);
      m_read = end + 1;
      return(LINE_READY);
   }

   // What was read moves out of the buffer only when no whole line is left: once a burst, not once a line.
   void Forget(void)
   {
      int left = ArraySize(m_in) - m_read;
      if(m_read == 0)
         return;
      for(int i = 0; i < left; i++)
         m_in[i] = m_in[m_read + i];
      ArrayResize(m_in, left);
      m_read = 0;
   }

   int Waiting(void)
   {
      return(ArraySize(m_out));
   }

   // False: the line is too long, or the other side has not read for too long.
   bool Queue(const string line)
   {
      ARRAY(uchar, bytes);
      Utf8Bytes(line + "\n", bytes);
      int size = ArraySize(m_out);
      int more = ArraySize(bytes);
      if(more > LINE_BYTES_MAX || size + more > WIRE_WAITING_BYTES)
         return(false);
      ArrayResize(m_out, size + more, WIRE_READ_BYTES);
      for(int i = 0; i < more; i++)
         m_out[size + i] = bytes[i];
      return(true);
   }

   // The terminal may take a part only; the rest goes with the next call. False: the connection is gone.
   bool Flush(void)
   {
      for(int round = 0; round < WIRE_READ_ROUNDS && ArraySize(m_out) > 0; round++)
      {
         int size = ArraySize(m_out);
         ResetLastError();
         int sent = m_tls ? SocketTlsSend(m_socket, m_out, (uint)size) : SocketSend(m_socket, m_out, (uint)size);
         if(sent <= 0 || sent > size)
            return(sent == 0 && GetLastError() != WIRE_BROKEN && SocketIsConnected(m_socket));
         for(int i = sent; i < size; i++)
            m_out[i - sent] = m_out[i];
         ArrayResize(m_out, size - sent);
      }
      return(true);
   }
};

#endif
