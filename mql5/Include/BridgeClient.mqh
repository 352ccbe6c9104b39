// A session with the bridge: connects, proves itself and has the bridge prove itself, adds and checks the MACs, answers
// heartbeats, and connects again after a loss. docs/bridge-protocol.md has the words.
#ifndef ORLEANS_BRIDGE_CLIENT_MQH
#define ORLEANS_BRIDGE_CLIENT_MQH

#include "OrleansTrading/Hmac.mqh"
#include "OrleansTrading/Text.mqh"
#include "OrleansTrading/Wire.mqh"

#define BRIDGE_HANDSHAKE_MS 10000
#define BRIDGE_BACKOFF_MS 1000
#define BRIDGE_BACKOFF_MAX_MS 60000
#define BRIDGE_MALFORMED_MAX 5
// The bridge takes 16 KiB a second over 10 s; answers to heartbeats and refusals come on top of what is paced.
#define BRIDGE_BURST_BYTES 65536
#define BRIDGE_BYTES_A_SECOND 8192

#define BRIDGE_IDLE 0
#define BRIDGE_CHALLENGED 1
#define BRIDGE_PROVING 2
#define BRIDGE_LIVE 3
#define BRIDGE_STOPPED 4

class CBridgeClient
{
private:
   CWire m_wire;
   CHmac m_hmac;
   string m_host;
   uint m_port;
   bool m_tls;
   string m_thumbprint;
   string m_role;
   string m_account;
   int m_state;
   long m_since;         // when the state began
   long m_heard;
   long m_nextAttempt;
   long m_backoff;
   long m_heartbeat;
   long m_offset;
   long m_said;          // when HELLO went out
   string m_bridgeNonce;
   string m_clientNonce;
   string m_session;
   long m_sentLines;
   long m_receivedLines;
   long m_nonces;
   int m_malformed;
   long m_budget;
   long m_budgetAt;
   bool m_isNew;
   bool m_isGone;        // the other side has closed; what it said before is still to be read
   long m_clockBase;

   void Enter(const int state)
   {
      m_state = state;
      m_since = LocalMs();
   }

   void Lose(const string why, const long wait)
   {
      Print("Bridge: ", why);
      m_wire.Close();
      Enter(BRIDGE_IDLE);
      m_nextAttempt = LocalMs() + wait;
   }

   // Twice as long each time, with up to half of it more by chance: many terminals lose a bridge at the same moment.
   void LoseAndBackOff(const string why)
   {
      long wait = m_backoff + (m_backoff / 2) * MathRand() / 32768;
      m_backoff = m_backoff * 2 > BRIDGE_BACKOFF_MAX_MS ? BRIDGE_BACKOFF_MAX_MS : m_backoff * 2;
      Lose(why, wait);
   }

   void Connect(void)
   {
      if(!m_wire.Open(m_host, m_port, m_tls, m_thumbprint))
      {
         LoseAndBackOff("no connection (error " + IntegerToString(GetLastError()) + ")");
         return;
      }
      m_heard = LocalMs();
      m_malformed = 0;
      Enter(BRIDGE_CHALLENGED);
   }

   // S CHALLENGE|1|<nonce>|<time>
   bool Challenge(CONST_ARRAY_REF(string, fields))
   {
      long time = 0;
      if(ArraySize(fields) != 4 || fields[0] != "CHALLENGE" || fields[1] != "1" || !IsHex(fields[2], 32)
         || !ParseWhole(fields[3], time))
         return(false);
      m_bridgeNonce = fields[2];
      m_nonces++;
      // No source of chance here; the bridge's nonce is one, and with it no text, and so no nonce, comes twice.
      m_clientNonce = StringSubstr(Sha256Hex(m_bridgeNonce + "|" + IntegerToString(TimeLocal()) + "|"
                                             + IntegerToString((long)GetMicrosecondCount()) + "|"
                                             + IntegerToString(m_nonces) + "|" + m_account), 0, 32);
      string begin = "HELLO|1|" + m_role + "|" + m_account + "|" + m_clientNonce + "|" + IntegerToString(LocalMs());
      string proof = m_hmac.ComputeHex(begin + "|" + m_bridgeNonce);
      m_said = LocalMs();
      Enter(BRIDGE_PROVING);
      return(IsHex(m_clientNonce, 32) && IsHex(proof, 64) && m_wire.Queue(begin + "|" + proof));
   }

   // S WELCOME|<session>|<time>|<heartbeat>|<proof>
   bool Welcome(CONST_ARRAY_REF(string, fields))
   {
      long time = 0, heartbeat = 0;
      if(ArraySize(fields) != 5 || fields[0] != "WELCOME" || !IsHex(fields[1], 32) || !ParseWhole(fields[2], time)
         || !ParseWhole(fields[3], heartbeat) || heartbeat < 100 || heartbeat > 3600000)
         return(false);
      string text = "WELCOME|1|" + m_account + "|" + fields[1] + "|" + fields[2] + "|" + fields[3] + "|"
                    + m_clientNonce + "|" + m_bridgeNonce;
      if(!m_hmac.Verify(text, fields[4]))
         return(false);
      long now = LocalMs();
      m_offset = time + (now - m_said) / 2 - now;
      m_session = fields[1];
      m_heartbeat = heartbeat;
      m_sentLines = 0;
      m_receivedLines = 0;
      m_backoff = BRIDGE_BACKOFF_MS;
      m_budget = BRIDGE_BURST_BYTES;
      m_budgetAt = now;
      m_isNew = true;
      Enter(BRIDGE_LIVE);
      return(true);
   }

   // Only a BYE that is proven can keep the client from coming back: anybody on the way could say another.
   void Bye(CONST_ARRAY_REF(string, fields), const bool isProven)
   {
      string code = ArraySize(fields) > 1 ? fields[1] : "";
      string why = "the bridge says " + SafeReason(code);
      if(isProven && code == "REPLACED")
      {
         Lose(why + "; another terminal has the account, this one stays away", 0);
         Enter(BRIDGE_STOPPED);
      }
      else if(isProven && code == "STOPPING")
         Lose(why, 0);
      else if(code == "DENIED" || code == "WRONG_ACCOUNT" || code == "DISABLED" || code == "VERSION")
         Lose(why, BRIDGE_BACKOFF_MAX_MS);
      else
         LoseAndBackOff(why);
   }

   // The MAC is over the line's text and its place in the session.
   bool IsProven(const string line, string &text)
   {
      int length = StringLen(line);
      text = "";
      if(length < 66 || StringGetCharacter(line, length - 65) != '|')
         return(false);
      text = StringSubstr(line, 0, length - 65);
      m_receivedLines++;
      return(m_hmac.Verify("S|" + m_session + "|" + IntegerToString(m_receivedLines) + "|" + text,
                           StringSubstr(line, length - 64)));
   }

   void Handshake(void)
   {
      string line = "";
      ARRAY(string, fields);
      while(m_state == BRIDGE_CHALLENGED || m_state == BRIDGE_PROVING)
      {
         int found = m_wire.NextLine(line);
         if(found == LINE_NONE)
            return;
         SplitFields(line, fields);
         if(found == LINE_READY && ArraySize(fields) > 0 && fields[0] == "BYE")
            Bye(fields, false);
         else if(found != LINE_READY || !(m_state == BRIDGE_CHALLENGED ? Challenge(fields) : Welcome(fields)))
            LoseAndBackOff("the handshake failed: the other side is no bridge that knows the account");
      }
   }

   // Lines that the client answers by itself.
   bool Answers(CONST_ARRAY_REF(string, fields))
   {
      long n = 0;
      if(fields[0] == "BYE")
      {
         Bye(fields, true);
         return(true);
      }
      if(fields[0] != "PING")
         return(false);
      if(ArraySize(fields) == 2 && ParseWhole(fields[1], n))
         Say("PONG|" + fields[1]);
      else
         Malformed();
      return(true);
   }

public:
   CBridgeClient(void)
   {
      m_port = 0;
      m_tls = false;
      m_state = BRIDGE_IDLE;
      m_since = 0;
      m_heard = 0;
      m_nextAttempt = 0;
      m_backoff = BRIDGE_BACKOFF_MS;
      m_heartbeat = 15000;
      m_offset = 0;
      m_said = 0;
      m_sentLines = 0;
      m_receivedLines = 0;
      m_nonces = 0;
      m_malformed = 0;
      m_budget = 0;
      m_budgetAt = 0;
      m_isNew = false;
      m_isGone = false;
      m_clockBase = 0;
   }

   bool Configure(const string host, const uint port, const bool tls, const string thumbprint, const string role,
                  const string account, const string secret)
   {
      m_host = host;
      m_port = port;
      m_tls = tls;
      m_thumbprint = thumbprint;
      m_role = role;
      m_account = account;
      // Seconds of the PC's clock, carried on by a count that nobody sets back.
      m_clockBase = (long)TimeGMT() * 1000 - (long)GetTickCount64();
      m_state = BRIDGE_IDLE;
      m_backoff = BRIDGE_BACKOFF_MS;
      m_nextAttempt = LocalMs();
      MathSrand((int)(GetTickCount64() & 0x7FFF));
      return(IsId(account, "acc_") && IsHex(secret, 64) && port >= 1 && port <= 65535 && m_hmac.SetKeyText(secret));
   }

   long LocalMs(void)
   {
      return(m_clockBase + (long)GetTickCount64());
   }

   // Milliseconds since 1970 by the bridge's clock; by the PC's before the first handshake.
   long BridgeMs(void)
   {
      return(LocalMs() + m_offset);
   }

   bool IsLive(void)
   {
      return(m_state == BRIDGE_LIVE);
   }

   // True once after each WELCOME.
   bool TakeNewSession(void)
   {
      bool isNew = m_isNew && m_state == BRIDGE_LIVE;
      m_isNew = m_isNew && !isNew;
      return(isNew);
   }

   void Poll(void)
   {
      long now = LocalMs();
      if(m_state == BRIDGE_IDLE && now >= m_nextAttempt)
         Connect();
      if(m_state == BRIDGE_IDLE || m_state == BRIDGE_STOPPED)
         return;
      // What came before the end is still read: a BYE may be the last of it.
      bool isThere = m_wire.Receive();
      Handshake();
      if(m_state != BRIDGE_LIVE && m_state != BRIDGE_IDLE && now - m_since > BRIDGE_HANDSHAKE_MS)
         LoseAndBackOff("no handshake in time");
      else if(!isThere && m_state != BRIDGE_IDLE && m_state != BRIDGE_LIVE)
         LoseAndBackOff("the connection is gone");
      m_isGone = !isThere;
   }

   // The next line of the session, without its MAC, as fields. Call until false, then Flush.
   bool Next(ARRAY_REF(string, fields))
   {
      string line = "", text = "";
      while(m_state == BRIDGE_LIVE)
      {
         int found = m_wire.NextLine(line);
         if(found == LINE_NONE)
            return(false);
         // A signed order has its own signature, which the guard checks and answers.
         bool isOrder = StringSubstr(line, 0, 4) == "SIG|";
         if(found == LINE_TOO_LONG || (!isOrder && !IsProven(line, text)))
         {
            LoseAndBackOff(found == LINE_TOO_LONG ? "a line is too long" : "a MAC is wrong");
            return(false);
         }
         m_heard = LocalMs();
         SplitFields(isOrder ? line : text, fields);
         if(isOrder || !Answers(fields))
            return(true);
      }
      return(false);
   }

   void Flush(void)
   {
      if(m_wire.IsOpen() && (!m_wire.Flush() || (m_isGone && m_state == BRIDGE_LIVE)))
         LoseAndBackOff("the connection is gone");
      // Only after what is there was read: a computer that slept wakes up to lines that came meanwhile.
      else if(m_state == BRIDGE_LIVE && LocalMs() - m_heard > 3 * m_heartbeat)
         LoseAndBackOff("nothing heard for three heartbeats");
   }

   // Adds the MAC and queues the line.
   bool Say(const string text)
   {
      if(m_state != BRIDGE_LIVE)
         return(false);
      m_sentLines++;
      string mac = m_hmac.ComputeHex("C|" + m_session + "|" + IntegerToString(m_sentLines) + "|" + text);
      m_budget -= StringLen(text) + 66;
      if(mac != "" && m_wire.Queue(text + "|" + mac))
         return(true);
      LoseAndBackOff("the bridge does not read");
      return(false);
   }

   // Whether there is room for one more line that can wait, under what the bridge takes a second.
   bool MaySay(void)
   {
      long now = LocalMs();
      long more = (now - m_budgetAt) * BRIDGE_BYTES_A_SECOND / 1000;
      if(more > 0)
      {
         m_budget = m_budget + more > BRIDGE_BURST_BYTES ? BRIDGE_BURST_BYTES : m_budget + more;
         m_budgetAt = now;
      }
      return(m_state == BRIDGE_LIVE && m_budget >= LINE_BYTES_MAX && m_wire.Waiting() < WIRE_WAITING_BYTES / 2);
   }

   // A line that breaks a rule though its MAC is right: the bridge has another idea of the protocol.
   void Malformed(void)
   {
      m_malformed++;
      Print("Bridge: a malformed line");
      if(m_malformed >= BRIDGE_MALFORMED_MAX)
      {
         Say("BYE|MALFORMED|too many malformed lines");
         Distrust("too many malformed lines");
      }
   }

   // Says what is left to say and ends the connection: nothing more that comes by it is believed.
   void Distrust(const string why)
   {
      if(m_state != BRIDGE_LIVE)
         return;
      m_wire.Flush();
      LoseAndBackOff(why);
   }

   void Close(void)
   {
      m_wire.Close();
      m_state = BRIDGE_IDLE;
   }
};

#endif
