// What happens to positions and pending orders without an order of the bridge: stops, stop-outs, a user's hand, pending
// orders that are filled, cancelled or expire. Found by comparing what is watched with the terminal; events only say
// when to look.
#ifndef ORLEANS_WATCH_MQH
#define ORLEANS_WATCH_MQH

#include "../ExecutionGuard.mqh"
#include "Filled.mqh"

#define WATCH_PERIOD_MS 5000
#define WATCH_HINT_MS 100

class CWatcher
{
private:
   long m_local;
   long m_bridge;
   long m_scannedAt;
   bool m_hinted;

   int DigitsFor(const SWatch &watch)
   {
      int digits = DigitsOf(watch.symbol);
      return(digits < 0 ? 5 : digits);
   }

   string ReasonOf(const ulong deal)
   {
      long reason = HistoryDealGetInteger(deal, DEAL_REASON);
      if(reason == DEAL_REASON_SL)
         return("SL");
      if(reason == DEAL_REASON_TP)
         return("TP");
      if(reason == DEAL_REASON_SO)
         return("STOPOUT");
      bool isUser = reason == DEAL_REASON_CLIENT || reason == DEAL_REASON_MOBILE || reason == DEAL_REASON_WEB
                    || reason == DEAL_REASON_EXPERT;
      return(isUser ? "USER" : "BROKER");
   }

   string Tell(CExecutionGuard &guard, const SWatch &watch, SOutcome &outcome)
   {
      if(outcome.time == 0)
         outcome.time = m_bridge;
      return(guard.NewReport(watch.subscription, watch.sequence, outcome.kind, outcome.Rest(DigitsFor(watch))));
   }

   string Gone(const SWatch &watch)
   {
      return("\nX|" + watch.subscription + "|" + IntegerToString(watch.sequence));
   }

   // A close that the bridge ordered is told by its own report. On a netting account all subscriptions' deals are in
   // one position, so these have to be told apart from what others did to it.
   bool IsOwnClose(CExecutionGuard &guard, const ulong deal, const SWatch &watch)
   {
      long magic = HistoryDealGetInteger(deal, DEAL_MAGIC);
      long reason = HistoryDealGetInteger(deal, DEAL_REASON);
      if(magic <= 0 || reason != DEAL_REASON_EXPERT)
         return(false);
      for(int i = 0; i < ArraySize(guard.subscriptions); i++)
      {
         long sequence = magic - MagicOf(guard.subscriptions[i].hash, 0);
         if(sequence < 1 || sequence > guard.subscriptions[i].last)
            continue;
         return(guard.subscriptions[i].id != watch.subscription || sequence != watch.sequence);
      }
      return(false);
   }

   // One deal that closed, shared out among all that is watched of the position, the oldest first.
   void TellClose(CExecutionGuard &guard, const ulong deal, const long position)
   {
      long all = ToHundredths(HistoryDealGetDouble(deal, DEAL_VOLUME));
      long rest = all;
      string batch = "";
      for(int i = 0; i < ArraySize(guard.watches) && all > 0; i++)
      {
         SWatch watch;
         SOutcome outcome;
         watch = guard.watches[i];
         if(watch.isPending || watch.position != position || watch.Knows((long)deal))
            continue;
         watch.Learn((long)deal);
         long part = rest < watch.volume ? rest : watch.volume;
         string records = "";
         if(part > 0)
         {
            double share = (double)part / (double)all;
            rest -= part;
            watch.volume -= part;
            outcome.kind = watch.volume > 0 ? "REDUCED" : "CLOSED";
            outcome.reason = ReasonOf(deal);
            outcome.order = HistoryDealGetInteger(deal, DEAL_ORDER);
            outcome.deal = (long)deal;
            outcome.volume = part;
            outcome.price = HistoryDealGetDouble(deal, DEAL_PRICE);
            outcome.profit = HistoryDealGetDouble(deal, DEAL_PROFIT) * share;
            outcome.commission = (HistoryDealGetDouble(deal, DEAL_COMMISSION)
                                  + HistoryDealGetDouble(deal, DEAL_FEE)) * share;
            outcome.swap = HistoryDealGetDouble(deal, DEAL_SWAP) * share;
            outcome.time = ServerToBridge(HistoryDealGetInteger(deal, DEAL_TIME_MSC), m_bridge);
            records = Tell(guard, watch, outcome);
         }
         records += watch.volume > 0 ? (records == "" ? "" : "\n") + watch.Record()
                                     : StringSubstr(Gone(watch), records == "" ? 1 : 0);
         batch += (batch == "" ? "" : "\n") + records;
      }
      if(batch != "")
         guard.Commit(batch);
   }

   // The first deal of a position that closed and is not known yet; 0: none.
   ulong NewClose(CExecutionGuard &guard, const SWatch &watch)
   {
      if(!HistorySelectByPosition(watch.position))
         return(0);
      for(int i = 0; i < HistoryDealsTotal(); i++)
      {
         ulong deal = HistoryDealGetTicket(i);
         if(deal == 0 || watch.Knows((long)deal) || !IsTrade(deal)
            || HistoryDealGetInteger(deal, DEAL_ENTRY) == DEAL_ENTRY_IN)
            continue;
         if(IsHedging() || !IsOwnClose(guard, deal, watch))
            return(deal);
      }
      return(0);
   }

   bool LookAtPosition(CExecutionGuard &guard, const SWatch &known)
   {
      SWatch watch;
      SOutcome outcome;
      int digits = DigitsFor(known);
      watch = known;
      ulong deal = NewClose(guard, watch);
      if(deal != 0)
      {
         TellClose(guard, deal, watch.position);
         return(true);
      }
      if(!SelectPositionById(watch.position) || (SamePrice(PositionGetDouble(POSITION_SL), watch.sl, digits)
                                                 && SamePrice(PositionGetDouble(POSITION_TP), watch.tp, digits)))
         return(false);
      watch.sl = PositionGetDouble(POSITION_SL);
      watch.tp = PositionGetDouble(POSITION_TP);
      TellChange(guard, watch, 0.0);
      return(false);
   }

   void TellChange(CExecutionGuard &guard, SWatch &watch, const double price)
   {
      SOutcome outcome;
      int digits = DigitsFor(watch);
      outcome.kind = "CHANGED";
      outcome.reason = PriceText(watch.sl, digits) + "," + PriceText(watch.tp, digits);
      outcome.order = watch.order;
      outcome.volume = watch.volume;
      outcome.price = price;
      guard.Commit(Tell(guard, watch, outcome) + "\n" + watch.Record());
   }

   bool LookAtPending(CExecutionGuard &guard, const SWatch &known)
   {
      SWatch watch;
      int digits = DigitsFor(known);
      watch = known;
      if(OrderSelect((ulong)watch.order))
      {
         if(SamePrice(OrderGetDouble(ORDER_SL), watch.sl, digits) && SamePrice(OrderGetDouble(ORDER_TP), watch.tp, digits)
            && SamePrice(OrderGetDouble(ORDER_PRICE_OPEN), watch.price, digits))
            return(false);
         watch.sl = OrderGetDouble(ORDER_SL);
         watch.tp = OrderGetDouble(ORDER_TP);
         watch.price = OrderGetDouble(ORDER_PRICE_OPEN);
         TellChange(guard, watch, watch.price);
         return(false);
      }
      return(TellEnd(guard, watch));
   }

   // A pending order is not live any more: filled, wholly or in part, or removed.
   bool TellEnd(CExecutionGuard &guard, SWatch &watch)
   {
      SOutcome outcome;
      ulong order = (ulong)watch.order;
      int filled = TellFilled(guard, watch, DigitsFor(watch), m_bridge);
      if(filled != FILLED_NOT)
         return(filled == FILLED_TOLD);
      outcome.order = watch.order;
      outcome.kind = HistoryOrderGetInteger(order, ORDER_STATE) == ORDER_STATE_EXPIRED ? "EXPIRED" : "CANCELLED";
      outcome.time = ServerToBridge(HistoryOrderGetInteger(order, ORDER_TIME_DONE_MSC), m_bridge);
      guard.Commit(Tell(guard, watch, outcome) + Gone(watch));
      return(true);
   }

   // What an order under way may be changing is left alone until the order has its end. On a netting account that is all
   // of the symbol, but for an order to a pending one: it changes no position, and may have to wait long for its end.
   bool IsFree(CExecutionGuard &guard, const SWatch &watch)
   {
      for(int i = 0; i < ArraySize(guard.orders); i++)
      {
         bool isSame = guard.orders[i].subscription == watch.subscription
                       && (guard.orders[i].target == watch.sequence || guard.orders[i].sequence == watch.sequence);
         int target = guard.FindWatch(guard.orders[i].subscription, guard.orders[i].target);
         bool isPending = target >= 0 && guard.watches[target].isPending;
         bool isShared = guard.orders[i].target > 0 && guard.orders[i].symbol == watch.symbol && !IsHedging();
         if(isSame || (isShared && !isPending))
            return(false);
      }
      return(true);
   }

public:
   CWatcher(void)
   {
      m_local = 0;
      m_bridge = 0;
      m_scannedAt = 0;
      m_hinted = true;
   }

   void Hint(void)
   {
      m_hinted = true;
   }

   void Step(CExecutionGuard &guard, const long localMs, const long bridgeMs)
   {
      m_local = localMs;
      m_bridge = bridgeMs;
      if(!IsConnected() || m_local - m_scannedAt < (m_hinted ? WATCH_HINT_MS : WATCH_PERIOD_MS))
         return;
      m_scannedAt = m_local;
      m_hinted = false;
      for(int i = 0; i < ArraySize(guard.watches) && ArraySize(guard.reports) < GUARD_REPORTS_MAX; i++)
      {
         SWatch watch;
         watch = guard.watches[i];
         if(!IsFree(guard, watch))
            m_hinted = true; // looked at as soon as the order has its end
         else if(watch.isPending ? LookAtPending(guard, watch) : (watch.position > 0 && LookAtPosition(guard, watch)))
         {
            // The list has changed under the loop: from the beginning, soon.
            m_hinted = true;
            return;
         }
      }
   }
};

#endif
