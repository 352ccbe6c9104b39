// Stands between the bridge and the trade server: an order is taken once, in sequence, signed, and written down before
// it is placed. All that must survive is changed by Commit alone: first the journal, then the memory, by one and the
// same code that also reads the journal back.
#ifndef ORLEANS_EXECUTION_GUARD_MQH
#define ORLEANS_EXECUTION_GUARD_MQH

#include "OrleansTrading/Hmac.mqh"
#include "OrleansTrading/Journal.mqh"
#include "OrleansTrading/Records.mqh"

#define GUARD_SUBSCRIPTIONS_MAX 512
#define GUARD_ORDERS_MAX 256
#define GUARD_WATCHES_MAX 4096
#define GUARD_REPORTS_MAX 8192

// What becomes of a SIG.
#define TAKE_TAKEN 0
#define TAKE_SIGNATURE 1
#define TAKE_SYNTAX 2
#define TAKE_GAP 3
#define TAKE_UNKNOWN 4
#define TAKE_KNOWN 5
#define TAKE_MALFORMED 6
#define TAKE_FAILED 7

class CExecutionGuard
{
private:
   CJournal m_journal;
   CHmac m_hmac;
   long m_nextReport;

   void RemoveOrder(const int index)
   {
      int last = ArraySize(orders) - 1;
      for(int i = index; i < last; i++)
         orders[i] = orders[i + 1];
      ArrayResize(orders, last);
   }

   void ApplyOrder(CONST_ARRAY_REF(string, fields))
   {
      SOrder order;
      if(!ParseOrder(fields, 1, -1, order))
      {
         // Prices of an old journal have the digits that the symbol had then; nothing else can be wrong.
         Print("An order of the journal cannot be read: ", fields[1], " ", fields[2]);
         return;
      }
      int count = ArraySize(orders);
      int subscription = EnsureSubscription(order.subscription);
      ArrayResize(orders, count + 1, 64);
      orders[count] = order;
      if(subscription >= 0 && subscriptions[subscription].last < order.sequence)
         subscriptions[subscription].last = order.sequence;
   }

   void ApplyWatch(CONST_ARRAY_REF(string, fields))
   {
      SWatch watch;
      watch.subscription = fields[1];
      watch.sequence = StringToInteger(fields[2]);
      watch.symbol = fields[3];
      watch.isBuy = fields[4] == "1";
      watch.isPending = fields[5] == "1";
      watch.order = StringToInteger(fields[6]);
      watch.position = StringToInteger(fields[7]);
      watch.volume = StringToInteger(fields[8]);
      watch.price = StringToDouble(fields[9]);
      watch.sl = StringToDouble(fields[10]);
      watch.tp = StringToDouble(fields[11]);
      watch.deals = fields[12];
      watch.since = ArraySize(fields) > 13 ? StringToInteger(fields[13]) : 0; // journals of before have no time
      int index = FindWatch(watch.subscription, watch.sequence);
      if(index < 0)
      {
         index = ArraySize(watches);
         ArrayResize(watches, index + 1, 64);
      }
      watches[index] = watch;
   }

   void ApplyReport(CONST_ARRAY_REF(string, fields))
   {
      SReport report;
      int count = ArraySize(reports);
      report.number = StringToInteger(fields[1]);
      report.subscription = fields[2];
      report.sequence = StringToInteger(fields[3]);
      report.kind = fields[4];
      report.rest = fields[5];
      for(int i = 6; i < ArraySize(fields); i++)
         report.rest += "|" + fields[i];
      ArrayResize(reports, count + 1, 64);
      reports[count] = report;
      if(m_nextReport <= report.number)
         m_nextReport = report.number + 1;
   }

   void ApplyFin(const long number)
   {
      int kept = 0;
      for(int i = 0; i < ArraySize(reports); i++)
         if(reports[i].number != number)
         {
            if(kept != i)
               reports[kept] = reports[i];
            kept++;
         }
      ArrayResize(reports, kept);
   }

   void ApplyWatchGone(const string subscription, const long sequence)
   {
      int index = FindWatch(subscription, sequence);
      if(index < 0)
         return;
      int last = ArraySize(watches) - 1;
      for(int i = index; i < last; i++)
         watches[i] = watches[i + 1];
      ArrayResize(watches, last);
   }

   bool Apply(const string record)
   {
      ARRAY(string, fields);
      int count = SplitFields(record, fields);
      string kind = count > 0 ? fields[0] : "";
      if(kind == "O" && count == 10)
         ApplyOrder(fields);
      else if(kind == "W" && (count == 13 || count == 14))
         ApplyWatch(fields);
      else if(kind == "R" && count == 15)
         ApplyReport(fields);
      else if(kind == "F" && count == 2)
         ApplyFin(StringToInteger(fields[1]));
      else if(kind == "N" && count == 2)
         m_nextReport = StringToInteger(fields[1]);
      else if(kind == "X" && count == 3)
         ApplyWatchGone(fields[1], StringToInteger(fields[2]));
      else if(count >= 3)
         return(ApplyToSubscription(kind, fields));
      else
         return(false);
      return(true);
   }

   bool ApplyToSubscription(const string kind, CONST_ARRAY_REF(string, fields))
   {
      long sequence = StringToInteger(fields[2]);
      int order = FindOrder(fields[1], sequence);
      int index = EnsureSubscription(fields[1]);
      if(index < 0)
         return(false);
      if(kind == "L")
         subscriptions[index].last = sequence;
      else if(kind == "C" || kind == "B")
      {
         if(order >= 0)
            RemoveOrder(order);
         if(kind == "B" && subscriptions[index].last == sequence)
            subscriptions[index].last = sequence - 1;
      }
      else if(kind == "U")
      {
         if(order >= 0)
            orders[order].isUnknownTold = true;
      }
      else if(kind == "A" && ArraySize(fields) == 4)
      {
         subscriptions[index].adoptFrom = sequence;
         subscriptions[index].adoptTo = StringToInteger(fields[3]);
      }
      else
         return(false);
      return(true);
   }

   void Snapshot(ARRAY_REF(string, records))
   {
      int count = 0;
      ArrayResize(records, 1 + 2 * ArraySize(subscriptions) + 2 * ArraySize(orders) + ArraySize(reports)
                  + ArraySize(watches));
      records[count++] = "N|" + IntegerToString(m_nextReport);
      for(int i = 0; i < ArraySize(orders); i++)
      {
         records[count++] = "O|" + orders[i].Payload();
         if(orders[i].isUnknownTold)
            records[count++] = "U|" + orders[i].subscription + "|" + IntegerToString(orders[i].sequence);
      }
      // Behind the orders: a sequence can be lower than an order's only by a rollback, which removes the order.
      for(int i = 0; i < ArraySize(subscriptions); i++)
      {
         records[count++] = "L|" + subscriptions[i].id + "|" + IntegerToString(subscriptions[i].last);
         if(subscriptions[i].adoptTo > 0)
            records[count++] = "A|" + subscriptions[i].id + "|" + IntegerToString(subscriptions[i].adoptFrom) + "|"
                               + IntegerToString(subscriptions[i].adoptTo);
      }
      for(int i = 0; i < ArraySize(watches); i++)
         records[count++] = watches[i].Record();
      for(int i = 0; i < ArraySize(reports); i++)
         records[count++] = ReportRecord(reports[i]);
      ArrayResize(records, count);
   }

   string ReportRecord(const SReport &report)
   {
      return("R|" + IntegerToString(report.number) + "|" + report.subscription + "|" + IntegerToString(report.sequence)
             + "|" + report.kind + "|" + report.rest);
   }

public:
   ARRAY(SSubscription, subscriptions);
   ARRAY(SOrder, orders);
   ARRAY(SReport, reports);
   ARRAY(SWatch, watches);

   CExecutionGuard(void)
   {
      m_nextReport = 0;
   }

   string Error(void)
   {
      return(m_journal.Error());
   }

   // Reads what was, and begins a slot without a torn tail.
   bool Open(const string name, const string secret)
   {
      ARRAY(string, records);
      ARRAY(string, parts);
      m_nextReport = 0;
      ArrayResize(subscriptions, 0);
      ArrayResize(orders, 0);
      ArrayResize(reports, 0);
      ArrayResize(watches, 0);
      if(!m_hmac.SetKeyText(secret) || !m_journal.Load(name, records))
         return(false);
      for(int i = 0; i < ArraySize(records); i++)
      {
         int count = StringSplit(records[i], '\n', parts);
         for(int k = 0; k < count; k++)
            if(!Apply(parts[k]))
               Print("A record of the journal is of another version: ", StringSubstr(parts[k], 0, 2));
      }
      for(int i = 0; i < ArraySize(orders); i++)
      {
         orders[i].isRecovered = true;
         orders[i].stage = STAGE_LOOK;
      }
      return(Compact());
   }

   void Close(void)
   {
      m_journal.Close();
   }

   bool Compact(void)
   {
      ARRAY(string, records);
      Snapshot(records);
      return(m_journal.Compact(records));
   }

   // Several records in one: a crash leaves all of them or none. False: nothing has changed, and nothing may be done.
   bool Commit(const string batch)
   {
      ARRAY(string, parts);
      if(!m_journal.Append(batch))
      {
         Print(m_journal.Error());
         return(false);
      }
      int count = StringSplit(batch, '\n', parts);
      for(int i = 0; i < count; i++)
         Apply(parts[i]);
      // Failing here only leaves a longer file: the next append says whether the journal can still be written.
      if(m_journal.NeedsCompaction() && !Compact())
         Print(m_journal.Error());
      return(true);
   }

   int FindSubscription(const string id)
   {
      for(int i = 0; i < ArraySize(subscriptions); i++)
         if(subscriptions[i].id == id)
            return(i);
      return(-1);
   }

   int EnsureSubscription(const string id)
   {
      int index = FindSubscription(id);
      if(index >= 0 || !IsId(id, "sub_") || ArraySize(subscriptions) >= GUARD_SUBSCRIPTIONS_MAX)
         return(index);
      index = ArraySize(subscriptions);
      ArrayResize(subscriptions, index + 1, 16);
      subscriptions[index].id = id;
      subscriptions[index].hash = SubscriptionHash(id);
      return(index);
   }

   int FindOrder(const string subscription, const long sequence)
   {
      for(int i = 0; i < ArraySize(orders); i++)
         if(orders[i].sequence == sequence && orders[i].subscription == subscription)
            return(i);
      return(-1);
   }

   int FindWatch(const string subscription, const long sequence)
   {
      for(int i = 0; i < ArraySize(watches); i++)
         if(watches[i].sequence == sequence && watches[i].subscription == subscription)
            return(i);
      return(-1);
   }

   // An order under way that is about what a sequence opened, other than the one given.
   bool IsTargeted(const string subscription, const long sequence, const int before)
   {
      for(int i = 0; i < ArraySize(orders) && i < before; i++)
         if(orders[i].subscription == subscription
            && (orders[i].sequence == sequence || orders[i].target == sequence))
            return(true);
      return(false);
   }

   bool HasRoom(void)
   {
      return(ArraySize(orders) < GUARD_ORDERS_MAX && ArraySize(reports) < GUARD_REPORTS_MAX
             && ArraySize(watches) + ArraySize(orders) < GUARD_WATCHES_MAX);
   }

   // The first number of a new journal is a time, so that no number of an older journal comes again.
   void BeginNumbers(const long bridgeTime)
   {
      if(m_nextReport == 0)
         Commit("N|" + IntegerToString(bridgeTime));
   }

   string NewReport(const string subscription, const long sequence, const string kind, const string rest)
   {
      // Counted up at once: a batch may have several. One that is never written leaves a gap, which means nothing.
      if(m_nextReport == 0)
         m_nextReport = 1;
      m_nextReport++;
      return("R|" + IntegerToString(m_nextReport - 1) + "|" + subscription + "|" + IntegerToString(sequence) + "|"
             + kind + "|" + rest);
   }

   // Decides about a SIG and, where it is the next, writes it down. fields: the whole line, "SIG" and the signature too.
   int Take(CONST_ARRAY_REF(string, fields), const int digits, long &sequence)
   {
      SOrder order;
      sequence = 0;
      if(ArraySize(fields) < 3 || !IsId(fields[1], "sub_") || !ParseWhole(fields[2], sequence) || sequence < 1
         || sequence > SEQUENCE_MAX)
         return(TAKE_MALFORMED);
      if(ArraySize(fields) != 11)
         return(TAKE_SYNTAX);
      string payload = fields[1];
      for(int i = 2; i < 10; i++)
         payload += "|" + fields[i];
      if(!m_hmac.Verify(payload, fields[10]))
         return(TAKE_SIGNATURE);
      int index = FindSubscription(fields[1]);
      if(index < 0 || !subscriptions[index].isLive)
         return(TAKE_UNKNOWN);
      if(sequence <= subscriptions[index].last)
         return(TAKE_KNOWN);
      if(sequence != subscriptions[index].last + 1)
         return(TAKE_GAP);
      if(!ParseOrder(fields, 1, digits, order))
         return(TAKE_SYNTAX);
      return(Commit("O|" + order.Payload()) ? TAKE_TAKEN : TAKE_FAILED);
   }

   // An order that was never sent, by proof. Only the last sequence can be given back: those behind it were executed.
   bool RollBack(const int index)
   {
      string subscription = orders[index].subscription;
      long sequence = orders[index].sequence;
      int owner = FindSubscription(subscription);
      if(owner < 0 || subscriptions[owner].last != sequence)
         return(false);
      return(Commit("B|" + subscription + "|" + IntegerToString(sequence)));
   }
};

#endif
